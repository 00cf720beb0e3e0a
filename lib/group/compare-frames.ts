import { parseFile, type FileRecord } from '../record/file.js'
import { WORD, type Frame } from './frame.js'
import type { Interned } from './interned.js'
import type { Volumes } from './volumes.js'

/** 0 for files of one key; else in no order that means anything. */
export function compareKeys(a: Frame, b: Frame): number {
  return (
    compareDigests(a, b) ||
    a.word(WORD.restHigh) - b.word(WORD.restHigh) ||
    a.word(WORD.restLow) - b.word(WORD.restLow) ||
    a.word(WORD.kind) - b.word(WORD.kind)
  )
}

/** By the bytes of the path. Names are short: getting ready for Buffer's compare takes longer. */
export function compareNames(a: Frame, b: Frame): number {
  const [x, y, from, start] = [a.bytes, b.bytes, a.nameStart, b.nameStart]
  const [length, otherLength] = [a.nameEnd - from, b.nameEnd - start]
  for (let i = 0; i < length && i < otherLength; i++) {
    const difference = x[from + i]! - y[start + i]!
    if (difference !== 0) return difference
  }
  return length - otherLength
}

/** By machine, this one first. */
export function compareHosts(a: Frame, b: Frame, volumes: Volumes): number {
  const [volume, other] = [a.word(WORD.volume), b.word(WORD.volume)]
  if (volume === other) return 0
  const [x, y] = [volumes.hostOf(volume), volumes.hostOf(other)]
  return x === y ? 0 : x < y ? -1 : 1
}

/** One inode number on several devices comes together: it may be one file, see `splitByFile`. */
export function compareInodes(a: Frame, b: Frame): number {
  return compareNumbers(a, b) || a.word(WORD.volume) - b.word(WORD.volume)
}

/** By inode number, on whatever device. */
export function compareNumbers(a: Frame, b: Frame): number {
  return a.word(WORD.inoHigh) - b.word(WORD.inoHigh) || a.word(WORD.inoLow) - b.word(WORD.inoLow)
}

export function compareDigests(a: Frame, b: Frame): number {
  const bytes = a.word(WORD.digestBytes)
  if (bytes === b.word(WORD.digestBytes) && hasSameDigestWords(a, b, bytes / 4)) return 0
  return a.bytes.compare(b.bytes, b.digestStart, b.digestEnd, a.digestStart, a.digestEnd)
}

function hasSameDigestWords(a: Frame, b: Frame, words: number): boolean {
  for (let i = 0; i < words; i++)
    if (a.word(WORD.digest + i) !== b.word(WORD.digest + i)) return false
  return true
}

export function compareKinds(a: Frame, b: Frame, kinds: Interned): number {
  const [x, y] = [a.word(WORD.kind), b.word(WORD.kind)]
  if (x === y) return 0
  return kinds.textOf(x) < kinds.textOf(y) ? -1 : 1
}

function compareLines(a: Frame, b: Frame): number {
  return a.bytes.compare(b.bytes, b.lineStart, b.lineEnd, a.lineStart, a.lineEnd)
}

/** By time of change; where that says nothing, by any bytes that differ. */
export function newestFirst(a: Frame, b: Frame): number {
  const lines = compareLines(a, b)
  if (lines === 0) return compareDigests(a, b)
  const [timeA, timeB] = [changeTime(a), changeTime(b)]
  if (timeA !== timeB) return timeA > timeB ? -1 : 1
  return lines || compareDigests(a, b)
}

/** `ctimeNs`. Read from the line each time: only names that come twice are ever asked for it. */
export function changeTime(frame: Frame): bigint {
  return BigInt(recordOf(frame).ctimeNs)
}

/** The record as it came. Only where an inode number comes several times it is asked for. */
export function recordOf(frame: Frame): FileRecord {
  return parseFile(JSON.parse(frame.bytes.toString('utf8', frame.lineStart, frame.lineEnd)))
}
