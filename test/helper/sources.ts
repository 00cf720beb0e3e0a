// The sources as the compiler sees them, for tests of the architecture.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import ts from 'typescript'

export const ROOT = join(import.meta.dirname, '../../..')

/** One `import` or `export … from`: what it names there, and from where. Types change nothing on disk. */
export type Import = {
  readonly from: string
  /** Names as the module exports them; `*` and `default` for a whole module. Type-only ones left out. */
  readonly values: readonly string[]
}

export type Source = {
  /** From the root, with slashes: `lib/walk/walk-tree.ts`. */
  readonly file: string
  readonly text: string
  readonly tree: ts.SourceFile
  readonly imports: readonly Import[]
}

/** Every source file below a folder; none where the folder is not there. */
export function sourcesOf(folder: string): Source[] {
  let names: string[]
  try {
    names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
  } catch {
    return []
  }
  return names
    .filter((name) => /\.m?[jt]s$/.test(name))
    .sort()
    .map((name) => readSource(posix.join(folder, name)))
}

function readSource(file: string): Source {
  return source(file, readFileSync(join(ROOT, file), 'utf8'))
}

export function source(file: string, text: string): Source {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const imports = [
    ...tree.statements.flatMap(importOf),
    ...[...nodesOf(tree)].flatMap(lateImportOf),
  ]
  return { file, text, tree, imports }
}

/** `import('./x.js')`: of ours only; a package that is loaded late is none of the layers' business. */
function lateImportOf(node: ts.Node): Import[] {
  if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.ImportKeyword) return []
  const [from] = node.arguments
  const ours = from !== undefined && ts.isStringLiteral(from) && from.text.startsWith('.')
  return ours ? [{ from: from.text, values: ['*'] }] : []
}

function importOf(statement: ts.Statement): Import[] {
  if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return []
  const { moduleSpecifier: from } = statement
  if (from === undefined || !ts.isStringLiteral(from)) return []
  const values = ts.isImportDeclaration(statement)
    ? importedValues(statement.importClause)
    : exportedValues(statement)
  return [{ from: from.text, values }]
}

function importedValues(clause: ts.ImportClause | undefined): string[] {
  if (clause === undefined || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return []
  const { name, namedBindings } = clause
  const whole = name === undefined ? [] : ['default']
  if (namedBindings === undefined) return whole
  if (ts.isNamespaceImport(namedBindings)) return [...whole, '*']
  return [...whole, ...namedValues(namedBindings)]
}

function exportedValues({ isTypeOnly, exportClause }: ts.ExportDeclaration): string[] {
  if (isTypeOnly) return []
  return exportClause && ts.isNamedExports(exportClause) ? namedValues(exportClause) : ['*']
}

function namedValues({ elements }: ts.NamedImports | ts.NamedExports): string[] {
  return [...elements]
    .filter((element) => !element.isTypeOnly)
    .map(({ propertyName, name }) => (propertyName ?? name).text)
}

/** Where a relative import leads, as a source file from the root; undefined for a package. */
export function targetOf(file: string, from: string): string | undefined {
  if (!from.startsWith('.')) return undefined
  return posix.join(dirname(file), from).replace(/\.js$/, '.ts')
}

/** Every node of a tree, parents first. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node
  for (const child of node.getChildren()) yield* nodesOf(child)
}
