import { inodeTrust } from '../fs/inode-trust.js'
import type { FileRecord } from '../record/file.js'
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
 * Let one name stand for each inode; `names` then leads from it to the others. A name that came
 * twice is taken once. Where equal inodes may be several files, only equal names are one.
 */
export function foldNames(files: Files, names: Chains, isTrusted = inodeTrust()): Folded {
  const isGone = new Uint8Array(files.count)
  let stale = 0
  for (const inode of sharedInodes(files)) {
    const all = inode.map((file) => nameOf(files, file)).sort(newestFirst)
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
  const heads = new Uint32Array(files.count).map((_, file) => file)
  return { heads: heads.filter((file) => isGone[file] === 0), stale }
}

/** The records of each inode of which there are several. */
function* sharedInodes(files: Files): Generator<number[]> {
  const all = new Uint32Array(files.count).map((_, file) => file)
  const halves = new Uint32Array(files.ino.buffer)
  const key = (file: number) => (halves[2 * file]! ^ halves[2 * file + 1]!) >>> 0
  for (const run of runsByKey(all, key)) {
    const inodes = splitBy(run, (file) => `${files.volume[file]} ${files.ino[file]}`)
    for (const inode of inodes) if (inode.length > 1 && isHere(files, inode[0]!)) yield inode
  }
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
