import type { Cursor } from './cursor.js'
import { changeTime, compareDigests, compareInodes, compareNames } from './compare-frames.js'

/**
 * Keep one record of each name: an operand given twice, or walks that overlap, must not make a file
 * its own copy. Pure.
 * @param cursor in the order `byName`, so that the newest record of a name comes first and is kept
 * @returns names whose records disagree: the file changed between two walks
 */
export function onePerName(cursor: Cursor, keep: (cursor: Cursor) => void): number {
  let disagreeing = 0
  let counted = false
  while (cursor.next()) {
    if (!isSameName(cursor)) {
      keep(cursor)
      counted = false
    } else if (!counted && disagree(cursor)) {
      disagreeing++
      counted = true
    }
  }
  return disagreeing
}

function isSameName(cursor: Cursor): boolean {
  return cursor.alike === 1 && compareNames(cursor.frame, cursor.last) === 0
}

function disagree({ frame, last }: Cursor): boolean {
  return (
    frame.size !== last.size ||
    compareInodes(frame, last) !== 0 ||
    compareDigests(frame, last) !== 0 ||
    changeTime(frame) !== changeTime(last)
  )
}
