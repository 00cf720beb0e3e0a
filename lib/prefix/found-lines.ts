import { dropMembers } from '../stream/drop-members.js'
import type { Classes, Name } from './classes.js'
import type { Files } from './files.js'
import type { Found, Group, Partial } from './found-records.js'

/** The types of record that dd-prefix writes. */
export const CLASSES = ['empty', 'partial', 'group'] as const
export type ClassName = (typeof CLASSES)[number]

/** Names of copies to list with each partial file: some thousand of both would be millions. */
const MOST_COPIES = 100

/** Lines that are made at a time. */
const BATCH_LINES = 256

/** What was found as lines of JSON, the records in them as they came; one latin1 character a byte. */
export function* foundLines(
  found: Found,
  files: Files,
  classes: Classes,
  wanted: ReadonlySet<ClassName>,
): Generator<string[]> {
  let batch: string[] = []
  for (const line of allLines(found, files, classes, wanted)) {
    if (batch.push(line) < BATCH_LINES) continue
    yield batch
    batch = []
  }
  yield batch
}

function* allLines(
  { empties, partials, groups }: Found,
  files: Files,
  classes: Classes,
  wanted: ReadonlySet<ClassName>,
): Generator<string> {
  const line = ({ file }: Pick<Name, 'file'>) => files.line(file).toString('latin1')
  if (wanted.has('empty')) for (const name of empties) yield `{"type":"empty","file":${line(name)}}`
  if (wanted.has('partial'))
    for (const partial of partials) yield partialLine(partial, line, classes)
  if (wanted.has('group')) for (const group of groups) yield groupLine(group, line, files, classes)
}

type LineOf = (name: Name) => string

function partialLine(partial: Partial, line: LineOf, classes: Classes): string {
  const { whole, bytes, confidence, hints } = partial
  const wholes = classes.namesOf(whole)
  const listed = wholes.length > MOST_COPIES ? [] : wholes
  const copies = classes.hasTwins(whole) ? `,"copies":[${listed.map(line).join(',')}]` : ''
  const facts = JSON.stringify({ bytes, confidence, hints }).slice(1, -1)
  return `{"type":"partial","file":${line(partial)},"of":${line(wholes[0]!)},${facts}${copies}}`
}

/** A digest is taken out of the members, and put into the group where all of them had it. */
function groupLine({ head, partial }: Group, line: LineOf, files: Files, classes: Classes): string {
  const names = classes.namesOf(head)
  const records = files.hasDigests ? names.map(({ file }) => files.record(file)) : []
  const { hash, algo } = records[0] ?? {}
  const agree = records.every((record) => record.hash === hash && record.algo === algo)
  const digest = agree && hash !== undefined && algo !== undefined ? { hash, algo } : {}
  const lines = names.map(line)
  const bare = 'hash' in digest ? lines.map((text) => dropMembers(text, ['hash', 'algo'])) : lines
  const start = JSON.stringify({ type: 'group', size: files.size[head], ...digest, partial })
  return `${start.slice(0, -1)},"files":[${bare.join(',')}]}`
}
