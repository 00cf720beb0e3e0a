import { BadLine } from '../stream/read-blocks.js'
import { peek } from './peek.js'

/** Bytes, and whether they are a JSON document of jdupes or lines of records. */
export type Sniffed = {
  readonly format: 'jdupes' | 'records'
  readonly bytes: AsyncIterable<Buffer>
}

/** The keys of a jdupes document, any of which may come first after a filter has been at it. */
const JDUPES_KEYS = [
  'jdupesVersion',
  'jdupesVersionDate',
  'commandLine',
  'extensionFlags',
  'matchSets',
]

/** A stream that keeps us waiting for its first word longer than this has none. */
const MAX_SNIFF_BYTES = 64 * 1024

const START = /^(\s*)(?:[^\s{]|\{(\s*)(?:"([^"]*)"|[^\s"]))/

/**
 * Tell a jdupes document from records by its first key, whether it is printed over many lines or on
 * one. What was read to find out is part of `bytes` again.
 * @throws {BadLine} records printed over several lines, as `jq .` does
 */
export async function sniff(input: AsyncIterable<Buffer>): Promise<Sniffed> {
  const { head, bytes } = await peek(
    input,
    (head) => head.length >= MAX_SNIFF_BYTES || START.test(head),
  )
  return { format: formatOf(head), bytes }
}

/** Is this the beginning of a document of jdupes? */
export function isJdupes(head: string): boolean {
  const key = START.exec(head)?.[3]
  return key !== undefined && JDUPES_KEYS.includes(key)
}

/** @throws {BadLine} */
function formatOf(text: string): Sniffed['format'] {
  if (isJdupes(text)) return 'jdupes'
  const [, before = '', within = ''] = START.exec(text) ?? []
  if (!within.includes('\n')) return 'records'
  const line = before.split('\n').length
  throw new BadLine(line, 'a record has to be on one line (jq -c prints it so)')
}
