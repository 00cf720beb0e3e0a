// dd-dupes as one would write it if neither time nor memory mattered: all files, all bytes.
import type { Sort } from '../../lib/dupes/found.js'
import type { Wanted } from '../../lib/dupes/wanted.js'
import type { FileRecord } from '../../lib/record/file.js'
import { splitByFile } from '../../lib/record/one-file.js'
import { pathBytes } from '../../lib/record/path.js'
import { VIEWS } from './made-files.js'

/** A file, and the digest of what is in it. */
export type Known = { readonly record: FileRecord; readonly hash: string }

/** When the search began. */
export const READ_NS = '1700000000000000000'

/** What dd-dupes writes of these files. */
export function naiveDupes(files: readonly Known[], wanted: Wanted, sort: Sort = 'size'): string {
  const contents = new Map<string, Known[]>()
  for (const file of files.toSorted(byPath)) {
    const key = `${file.record.size} ${file.hash}`
    contents.set(key, [...(contents.get(key) ?? []), file])
  }
  const hasEnough = (files: readonly Known[]) => copies(files, wanted) >= wanted.least
  const groups = [...contents.values()].filter((files) => hasEnough(files) !== wanted.isFew)
  return wanted.isFew ? fewText(groups.flat()) : groupText(groups, sort)
}

function copies(files: readonly Known[], { isolate, hardLinks }: Wanted): number {
  const records = files.map(({ record }) => record)
  const parts = splitByFile(records, ({ dev }) => dev === `${VIEWS}`)
  if (!isolate && !hardLinks) return parts.length
  const names = parts.flatMap((names) => onFirstDevice(names))
  return hardLinks ? names.length : new Set(names.map((name) => name.root ?? name.root64)).size
}

/** Names on other devices are views. */
function onFirstDevice(names: readonly FileRecord[]): readonly FileRecord[] {
  const [first] = names.map(({ dev }) => BigInt(dev)).sort((a, b) => (a < b ? -1 : 1))
  return names.filter(({ dev }) => BigInt(dev) === first)
}

function fewText(files: readonly Known[]): string {
  const number = (digits: string) => digits.padStart(20, '0')
  const place = ({ record: { dev, ino } }: Known) => number(dev) + number(ino)
  const sorted = files.toSorted((a, b) => compare(place(a), place(b)) || byPath(a, b))
  return sorted.map(({ record }) => `${JSON.stringify(record)}\n`).join('')
}

function groupText(groups: readonly Known[][], sort: Sort): string {
  const bySize = ([a]: Known[], [b]: Known[]) =>
    b!.record.size - a!.record.size || compare(a!.hash, b!.hash)
  const byFirst = ([a]: Known[], [b]: Known[]) => byPath(a!, b!)
  return groups
    .toSorted(sort === 'size' ? bySize : byFirst)
    .map((files) => {
      const { hash, record } = files[0]!
      const members = files.map(({ record }) => ({ ...record, readNs: READ_NS }))
      const head = { type: 'group', size: record.size, hash, algo: 'blake3' }
      return `${JSON.stringify({ ...head, files: members })}\n`
    })
    .join('')
}

function byPath(a: Known, b: Known): number {
  return Buffer.compare(pathBytes(a.record), pathBytes(b.record))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
