import { inodeTrust } from '../fs/inode-trust.js'
import { stacked } from '../fs/stacked.js'
import type { FileRecord } from '../record/file.js'
import { splitByFile } from '../record/one-file.js'
import { pathBytes } from '../record/path.js'
import { splitBy } from '../record/split-by.js'
import type { Chains } from '../sort/chains.js'
import { byPath } from './classes.js'
import type { Files } from './files.js'
import { ELSEWHERE } from './look-block.js'
import { runsByKey } from '../sort/runs-by-key.js'

/** A name, by the number of its record. */
type Name = { readonly file: number; readonly record: FileRecord; readonly path: string }

export type Folded = {
  /** The names that stand for a file each, in the order of the input. */
  readonly heads: Uint32Array
  /** Records that were dropped, since a newer one of the same inode has another size or time. */
  readonly stale: number
}

/**
 * Let one name stand for each file; `names` then leads from it to the others: hard links, and views
 * of it on other devices. A name that came twice is taken once. Where equal inodes may be several
 * files, only equal names are one.
 */
export function foldNames(
  files: Files,
  names: Chains,
  isTrusted = inodeTrust(),
  isStacked = stacked(),
): Folded {
  const isGone = new Uint8Array(files.count)
  const standing = () =>
    new Uint32Array(files.count).map((_, i) => i).filter((file) => isGone[file] === 0)
  let stale = 0
  const inode = (file: number) => `${files.volume[file]} ${files.ino[file]}`
  for (const inodes of alike(files, standing(), inode)) {
    const all = inodes.map((file) => nameOf(files, file)).sort(newestFirst)
    for (const same of isTrusted(all[0]!.record) ? [all] : splitByPath(all)) {
      const [head, ...others] = same as [Name, ...Name[]]
      const seen = new Set([head.path])
      for (const { file, record, path } of others) {
        isGone[file] = 1
        if (!agrees(record, head.record)) stale++
        else if (!seen.has(path)) names.add(head.file, file)
        seen.add(path)
      }
    }
  }
  for (const [head, ...others] of views(files, standing(), isStacked))
    for (const { file } of others) {
      isGone[file] = 1
      names.add(head!.file, file)
    }
  return { heads: standing(), stale }
}

/** The heads of each file that is seen on several devices. @param heads a name for each inode */
function* views(
  files: Files,
  heads: Uint32Array,
  isStacked: (record: FileRecord) => boolean,
): Generator<Name[]> {
  if (files.volumes.length < 2) return
  const number = (file: number) => `${files.size[file]} ${files.ino[file]}`
  for (const same of alike(files, heads, number)) {
    const all = same.map((file) => nameOf(files, file)).sort(byPath)
    const seen = all.map((name) => ({ ...name.record, name }))
    for (const names of splitByFile(seen, isStacked, ({ name }) => `${name.file}`))
      yield names.map(({ name }) => name)
  }
}

/** Those with the same inode number and the same key, where there are several. */
function* alike(
  files: Files,
  among: Uint32Array,
  keyOf: (file: number) => string,
): Generator<number[]> {
  const here = among.filter((file) => isHere(files, file))
  const halves = new Uint32Array(files.ino.buffer)
  const number = (file: number) => (halves[2 * file]! ^ halves[2 * file + 1]!) >>> 0
  for (const run of runsByKey(here, number))
    for (const same of splitBy(run, keyOf)) if (same.length > 1) yield same
}

/** Of files on other machines nothing is known: each of them is a fault. */
function isHere(files: Files, file: number): boolean {
  return files.volumes[files.volume[file]!] !== ELSEWHERE
}

function nameOf(files: Files, file: number): Name {
  const record = files.record(file)
  return { file, record, path: pathBytes(record).toString('latin1') }
}

function splitByPath(names: readonly Name[]): Name[][] {
  return splitBy(names, ({ path }) => path)
}

function newestFirst(a: Name, b: Name): number {
  const [x, y] = [BigInt(a.record.ctimeNs), BigInt(b.record.ctimeNs)]
  return x === y ? byPath(a, b) : x > y ? -1 : 1
}

function agrees(a: FileRecord, b: FileRecord): boolean {
  return a.size === b.size && a.mtimeNs === b.mtimeNs
}
