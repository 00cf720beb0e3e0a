import { BadLine } from '../stream/read-blocks.js'

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
  const chunks = input[Symbol.asyncIterator]()
  let head = Buffer.alloc(0)
  let done = false
  while (!done && head.length < MAX_SNIFF_BYTES && !START.test(head.toString('latin1'))) {
    const next = await chunks.next()
    if (next.done) done = true
    else head = Buffer.concat([head, next.value])
  }
  return { format: formatOf(head.toString('latin1')), bytes: replay(head, chunks) }
}

/** @throws {BadLine} */
function formatOf(text: string): Sniffed['format'] {
  const [, before = '', within = '', key] = START.exec(text) ?? []
  if (key !== undefined && JDUPES_KEYS.includes(key)) return 'jdupes'
  if (!within.includes('\n')) return 'records'
  const line = before.split('\n').length
  throw new BadLine(line, 'a record has to be on one line (jq -c prints it so)')
}

async function* replay(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) yield head
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}
