import type { Writable } from 'node:stream'
import { ByteWriter } from '../stream/byte-writer.js'
import type { Cursor } from './cursor.js'
import { WORD, type Frame } from './frame.js'
import type { Interned } from './interned.js'
import { compareKeys } from './compare-frames.js'

const COMMA = Buffer.from(',')
const END = Buffer.from(']}\n')

/**
 * Write a group record for the files of each key. A group is written as its members come, for one
 * of many small files can be longer than any string.
 * @param cursor in the order `byGroup`; `hash` and `algo` are cut from the lines
 */
export async function writeGroups(cursor: Cursor, kinds: Interned, out: Writable): Promise<void> {
  const writer = new ByteWriter(out)
  let isOpen = false
  while (cursor.next()) {
    const isNext = isOpen && compareKeys(cursor.frame, cursor.last) === 0
    if (isOpen && !isNext) await writer.add(END)
    const before = writer.add(isNext ? COMMA : head(cursor.frame, kinds))
    if (before !== undefined) await before // awaiting what is not there takes time, too
    const { bytes, lineStart, lineEnd } = cursor.frame
    const member = writer.add(bytes, lineStart, lineEnd)
    if (member !== undefined) await member
    isOpen = true
  }
  if (isOpen) await writer.add(END)
  await writer.flush()
}

function head(frame: Frame, kinds: Interned): Buffer {
  const { size, bytes, digestStart, digestEnd } = frame
  const hash = bytes.toString('hex', digestStart, digestEnd)
  const algo = kinds.textOf(frame.word(WORD.kind))
  const group = JSON.stringify({ type: 'group', size, hash, algo })
  return Buffer.from(`${group.slice(0, -1)},"files":[`)
}
