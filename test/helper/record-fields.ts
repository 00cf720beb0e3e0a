// The fields of each record, read from the types in lib/record.
import ts from 'typescript'
import { sourcesOf } from './sources.js'

/** `step` -> type, id, op, …: the first level only. */
export function recordFields(): Map<string, ReadonlySet<string>> {
  const aliases = new Map<string, ts.TypeNode>()
  for (const { tree } of sourcesOf('lib/record'))
    for (const node of tree.statements)
      if (ts.isTypeAliasDeclaration(node)) aliases.set(node.name.text, node.type)
  const records = [...aliases].filter(([name]) => name.endsWith('Record'))
  return new Map(
    records.map(([name, type]) => [
      name.replace(/Record$/, '').toLowerCase(),
      new Set(fieldsOf(type, aliases)),
    ]),
  )
}

function fieldsOf(type: ts.TypeNode, aliases: ReadonlyMap<string, ts.TypeNode>): string[] {
  if (ts.isTypeLiteralNode(type))
    return type.members.filter(ts.isPropertySignature).map((member) => member.name.getText())
  if (ts.isIntersectionTypeNode(type) || ts.isUnionTypeNode(type))
    return type.types.flatMap((one) => fieldsOf(one, aliases))
  if (!ts.isTypeReferenceNode(type)) return []
  const meant = aliases.get(type.typeName.getText())
  return meant === undefined ? [] : fieldsOf(meant, aliases)
}
