import { dropMembers } from '../stream/drop-members.js'
import type { Name } from './classes.js'
import type { Files } from './files.js'
import type { Found, Group, Partial } from './found-records.js'

/** The types of record that dd-prefix writes. */
export const CLASSES = ['empty', 'partial', 'group'] as const
export type ClassName = (typeof CLASSES)[number]

/** What was found as lines of JSON, the records in them as they came; one latin1 character a byte. */
export function* foundLines(
  { empties, partials, groups }: Found,
  files: Files,
  wanted: ReadonlySet<ClassName>,
): Generator<string[]> {
  const line = ({ file }: Name) => files.line(file).toString('latin1')
  if (wanted.has('empty'))
    for (const name of empties) yield [`{"type":"empty","file":${line(name)}}`]
  if (wanted.has('partial')) for (const partial of partials) yield [partialLine(partial, line)]
  if (wanted.has('group')) for (const group of groups) yield [groupLine(group, line, files)]
}

function partialLine({ name, whole, bytes, judgement }: Partial, line: (name: Name) => string) {
  const { confidence, hints } = judgement
  const copies = whole.files > 1 ? `,"copies":[${whole.names.map(line).join(',')}]` : ''
  const facts = JSON.stringify({ bytes, confidence, hints }).slice(1, -1)
  return `{"type":"partial","file":${line(name)},"of":${line(whole.names[0]!)},${facts}${copies}}`
}

/** A digest is taken out of the members, and put into the group where all of them had it. */
function groupLine({ members, size, partial }: Group, line: (name: Name) => string, files: Files) {
  const { names } = members
  const records = files.hasDigests ? names.map(({ file }) => files.record(file)) : []
  const { hash, algo } = records[0] ?? {}
  const agree = records.every((record) => record.hash === hash && record.algo === algo)
  const digest = agree && hash !== undefined && algo !== undefined ? { hash, algo } : {}
  const lines = names.map(line)
  const bare = 'hash' in digest ? lines.map((text) => dropMembers(text, ['hash', 'algo'])) : lines
  const start = JSON.stringify({ type: 'group', size, ...digest, partial }).slice(0, -1)
  return `${start},"files":[${bare.join(',')}]}`
}
