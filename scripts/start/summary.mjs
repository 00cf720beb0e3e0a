import { stacked } from '../../dist/lib/fs/stacked.js'
import { splitByFile } from '../../dist/lib/record/one-file.js'
import { pathBytes } from '../../dist/lib/record/path.js'

const isStacked = stacked()

const BIGGEST = 10
const NAMES = 5

/** What the groups add up to. Memory: a few names of each of the ten biggest groups. */
export class Summary {
  /** What was looked at: hard links are names of one file. */
  files = 0
  names = 0
  groups = 0
  /** Contents too many: inodes beyond the first of each group. */
  copies = 0
  /** Bytes on disk that hard links would free: one inode stays on each device. */
  linkable = 0
  /** Bytes more that could go when only one copy stayed over all devices. */
  elsewhere = 0
  /** The groups that would free most, first the most. */
  biggest = []

  /** @param group a group record, as dd-group writes it; its files may be no array, see `Files` */
  add({ size, files }) {
    const inodes = inodesOf(files)
    const linkable = sum([...byDevice(inodes).values()].map(freed))
    const all = Math.max(freed(inodes), linkable)
    this.groups++
    this.copies += inodes.length - 1
    this.linkable += linkable
    this.elsewhere += all - linkable
    const names = { some: first(files, NAMES), more: Math.max(0, files.length - NAMES) }
    this.#remember({ size, names, copies: inodes.length, frees: all })
  }

  #remember(group) {
    const { biggest } = this
    const last = biggest[BIGGEST - 1]
    if (last !== undefined && last.frees >= group.frees) return
    const at = biggest.findIndex(({ frees }) => frees < group.frees)
    biggest.splice(at === -1 ? biggest.length : at, 0, group)
    biggest.length = Math.min(biggest.length, BIGGEST)
  }
}

/** The first so many: of a group that may not be held as an array. */
function first(files, count) {
  const length = Math.min(count, files.length)
  return Array.from({ length }, (_, i) => files.at(i))
}

/** Hard links are one copy: one entry a file, with the names that were found. */
function inodesOf(files) {
  return splitByFile([...files], isStacked).map((names) => ({
    file: names[0],
    names: names.length,
  }))
}

function byDevice(inodes) {
  const devices = new Map()
  for (const inode of inodes) {
    const { dev, host } = inode.file
    const key = `${host ?? ''}:${dev}`
    if (!devices.has(key)) devices.set(key, [])
    devices.get(key).push(inode)
  }
  return devices
}

/** Bytes on disk when all but the oldest go; what has names elsewhere stays on disk through them. */
function freed(inodes) {
  const oldest = inodes.reduce((a, b) => (isOlder(b.file, a.file) ? b : a))
  const gone = inodes.filter((inode) => inode !== oldest && inode.names >= inode.file.nlink)
  return sum(gone.map(({ file }) => 512 * (file.blocks ?? Math.ceil(file.size / 512))))
}

function isOlder(a, b) {
  if (a.mtimeNs !== b.mtimeNs) return BigInt(a.mtimeNs) < BigInt(b.mtimeNs)
  return pathBytes(a).compare(pathBytes(b)) < 0
}

function sum(numbers) {
  return numbers.reduce((a, b) => a + b, 0)
}
