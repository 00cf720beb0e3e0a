import t from 'tap'
import { fileColumns } from '../../lib/dupes/file-columns.js'
import { sortBy } from '../../lib/dupes/runs.js'
import { made } from '../helper/made-files.js'
import { tableOf } from '../helper/made-table.js'
import { randomFrom, shuffled } from '../helper/random.js'

const NUMBERS = [0n, 1n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 32n + 1n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n] // prettier-ignore

const sorted = <T>(items: readonly T[], columns: readonly Uint32Array[]): T[] => {
  const order = Uint32Array.from(items.keys())
  sortBy(order, columns)
  return [...order].map((i) => items[i]!)
}

const mixed = <T>(items: readonly T[]): T[] => shuffled(items, randomFrom(1))

t.test('inodes: by device, then by number, as they are without a sign', async (t) => {
  const inodes = NUMBERS.flatMap((dev) => NUMBERS.map((ino) => [dev, ino] as const))
  const files = mixed(inodes)
  t.notSame(files, inodes)
  const { inode } = fileColumns(tableOf(files.map(([dev, ino]) => made('/f', { dev, ino }))))
  t.strictSame(sorted(files, inode), inodes)
})

t.test('equal ones agree in all columns, unlike ones do not', async (t) => {
  const numbers = [...NUMBERS, ...NUMBERS]
  const { inode } = fileColumns(tableOf(numbers.map((ino) => made('/f', { ino }))))
  const keys = numbers.map((_, i) => inode.map((column) => column[i]).join())
  t.strictSame(keys.slice(0, NUMBERS.length), keys.slice(NUMBERS.length))
  t.equal(new Set(keys).size, NUMBERS.length)
})

t.test('no files', async (t) => {
  const { inode } = fileColumns(tableOf([]))
  for (const column of inode) t.equal(column.length, 0)
})
