import t from 'tap'
import { fileColumns } from '../../lib/dupes/file-columns.js'
import { sortBy } from '../../lib/dupes/runs.js'
import { made } from '../helper/made-files.js'
import { tableOf } from '../helper/made-table.js'
import { randomFrom, shuffled } from '../helper/random.js'

const TOP = 2 ** 53 - 1

/** In the order in which they are wanted. */
const SIZES = [TOP, TOP - 1, 2 ** 52, 2 ** 33, 2 ** 32 + 1, 2 ** 32, 2 ** 32 - 1, 2 ** 31, 2 ** 31 - 1, 65_536, 1, 0] // prettier-ignore
const NUMBERS = [0n, 1n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 32n + 1n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n] // prettier-ignore

const sorted = <T>(items: readonly T[], columns: readonly Uint32Array[]): T[] => {
  const order = Uint32Array.from(items.keys())
  sortBy(order, columns)
  return [...order].map((i) => items[i]!)
}

const mixed = <T>(items: readonly T[]): T[] => shuffled(items, randomFrom(1))

t.test('sizes: the largest first, to the byte', async (t) => {
  const sizes = mixed(SIZES)
  const { size } = fileColumns(tableOf(sizes.map((size) => made('/f', { size }))))
  t.strictSame(sorted(sizes, size), SIZES)
})

t.test('inodes: by device, then by number, as they are without a sign', async (t) => {
  const inodes = NUMBERS.flatMap((dev) => NUMBERS.map((ino) => [dev, ino] as const))
  const files = mixed(inodes)
  t.notSame(files, inodes)
  const { inode } = fileColumns(tableOf(files.map(([dev, ino]) => made('/f', { dev, ino }))))
  t.strictSame(sorted(files, inode), inodes)
})

t.test('equal ones agree in all columns, unlike ones do not', async (t) => {
  const sizes = [...SIZES, ...SIZES]
  const { size, inode } = fileColumns(tableOf(sizes.map((size) => made('/f', { size, ino: BigInt(size) })))) // prettier-ignore
  for (const columns of [size, inode]) {
    const keys = sizes.map((_, i) => columns.map((column) => column[i]).join())
    t.strictSame(keys.slice(0, SIZES.length), keys.slice(SIZES.length))
    t.equal(new Set(keys).size, SIZES.length)
  }
})

t.test('no files', async (t) => {
  const { size, inode } = fileColumns(tableOf([]))
  for (const column of [...size, ...inode]) t.equal(column.length, 0)
})
