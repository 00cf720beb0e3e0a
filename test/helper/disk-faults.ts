// What in a source file could change the disk, or end the process.
import ts from 'typescript'
import { nodesOf, type Source } from './sources.js'

const FS = new Set(['fs', 'node:fs', 'fs/promises', 'node:fs/promises'])

/** Ways round node:fs: a shell, native calls. */
const DOORS = new Set(['child_process', 'node:child_process', 'koffi'])

/** Names of node:fs that only look; each also with `Sync`. Anything else belongs in lib/fs. */
const LOOKS = new Set(
  ['access', 'close', 'exists', 'fstat', 'lstat', 'open', 'opendir', 'read', 'readdir', 'readFile']
    .concat(['readlink', 'readv', 'realpath', 'stat', 'statfs'])
    .flatMap((name) => [name, `${name}Sync`])
    .concat(['constants', 'createReadStream']),
)

/** `open` only looks as long as nobody asks it to do more. */
const WRITING = new Set(['O_WRONLY', 'O_RDWR', 'O_CREAT', 'O_TRUNC', 'O_APPEND', 'O_TMPFILE'])

/** One line for each thing that could change the disk. */
export function diskFaults({ tree, imports }: Source): string[] {
  return [
    ...imports.flatMap(({ from, values }) => importFaults(from, values)),
    ...[...nodesOf(tree)].flatMap(nodeFaults),
  ]
}

function importFaults(from: string, values: readonly string[]): string[] {
  if (DOORS.has(from) && values.length > 0) return [`imports ${from}`]
  if (!FS.has(from)) return []
  return values.filter((name) => !LOOKS.has(name)).map((name) => `imports ${name} from ${from}`)
}

function nodeFaults(node: ts.Node): string[] {
  if (ts.isStringLiteralLike(node)) return literalFaults(node)
  if (ts.isIdentifier(node) && WRITING.has(node.text)) return [`mentions ${node.text}`]
  if (ts.isIdentifier(node) && node.text === 'getBuiltinModule')
    return ['asks for a module by name']
  if (ts.isCallExpression(node) && /^open(?:Sync)?$/.test(node.expression.getText()))
    return openFaults(node.arguments[1])
  return []
}

/** A module that is named anywhere but in an import statement is loaded by hand. */
function literalFaults(node: ts.StringLiteralLike): string[] {
  const byHand = !ts.isImportDeclaration(node.parent) && !ts.isExportDeclaration(node.parent)
  const named = FS.has(node.text) || DOORS.has(node.text)
  return named && byHand ? [`loads ${node.text}`] : []
}

function openFaults(flags: ts.Expression | undefined): string[] {
  if (flags === undefined) return []
  const number = ts.isNumericLiteral(flags)
  const writes = ts.isStringLiteralLike(flags) && !/^rs?$/.test(flags.text)
  return number || writes ? [`opens with ${flags.getText()}`] : []
}

/** One line for each call that ends the process at once, with output still unwritten. */
export function exitFaults({ tree }: Source): string[] {
  return [...nodesOf(tree)]
    .filter(ts.isPropertyAccessExpression)
    .map((node) => node.getText().replace(/\s/g, ''))
    .filter((text) => /^(?:globalThis\.)?process\.(?:exit|abort|reallyExit)$/.test(text))
}
