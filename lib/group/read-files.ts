import { parseFile } from '../record/file.js'
import { BadRecord } from '../record/shape.js'
import { BadLine, type Block } from '../stream/read-blocks.js'
import { parseLine } from '../stream/read-records.js'
import { MOST_SCANNED_BYTES, scanLine, type Scanned } from '../stream/scan-line.js'
import { dropMembers } from '../stream/drop-members.js'
import { factsOf, type Facts } from './facts.js'
import type { Place } from './write-frame.js'

/** Takes a record: what it says, and where its line is. */
export type TakeFile = (facts: Facts, place: Place) => void

const LF = 0x0a

/**
 * Give each file record of a block to `take`. Blank lines are skipped.
 * @param asMembers give the lines as the members of a group are written: without `hash`, `algo` and
 *   the LF; else as they came, with it
 * @returns records
 * @throws {BadLine} not a file record, or `take` threw a BadRecord
 */
export function readFiles({ bytes, firstLine }: Block, asMembers: boolean, take: TakeFile): number {
  const text = bytes.length > MOST_SCANNED_BYTES ? '' : bytes.toString('latin1')
  let number = firstLine
  let blank = 0
  try {
    for (let at = 0; at < bytes.length; number++) {
      const scanned = scanLine(bytes, text, at)
      const end = scanned === undefined ? bytes.indexOf(LF, at) : at + scanned.lineBytes
      if (scanned !== undefined) take(scanned, scannedPlace(scanned, bytes, at, asMembers))
      else if (!parseAt(bytes, at, end, number, asMembers, take)) blank++
      at = end + 1
    }
  } catch (error) {
    throw error instanceof BadRecord ? new BadLine(number, error.message, error) : error
  }
  return number - firstLine - blank
}

function scannedPlace(scanned: Scanned, bytes: Buffer, from: number, asMembers: boolean): Place {
  const { nameAt, lineBytes, digestFrom, digestTo } = scanned
  const to = from + lineBytes + (asMembers ? 0 : 1)
  const cutFrom = asMembers ? from + digestFrom : to
  const cutTo = asMembers ? from + digestTo : to
  return { nameAt, bytes, from, to, cutFrom, cutTo }
}

/** Any spelling that JSON allows. False: the line is blank. */
function parseAt(
  bytes: Buffer,
  from: number,
  end: number,
  number: number,
  asMembers: boolean,
  take: TakeFile,
): boolean {
  const line = bytes.toString('utf8', from, end)
  if (line.trim() === '') return false
  const facts = factsOf(parseLine(line, number, parseFile))
  if (asMembers) {
    const member = Buffer.from(dropMembers(line, ['hash', 'algo']))
    take(facts, parsedPlace(member, 0, member.length))
  } else take(facts, parsedPlace(bytes, from, end + 1))
  return true
}

function parsedPlace(bytes: Buffer, from: number, to: number): Place {
  return { nameAt: -1, bytes, from, to, cutFrom: to, cutTo: to }
}
