import t from 'tap'
import {
  batchesByLane,
  BATCH_BYTES,
  classTasks,
  fitsArena,
  shortTasks,
} from '../../lib/dupes/batches.js'
import { ARENA_BYTES, arenaBytes } from '../../lib/dupes/short-reader.js'
import { FAST } from '../../lib/fs/lane-of.js'
import { made } from '../helper/made-files.js'
import { tableOf } from '../helper/made-table.js'
import { pick, randomFrom, shuffled } from '../helper/random.js'

const MIB = 2 ** 20
const MOST = 128

const upTo = (count: number) => Uint32Array.from(Array(count).keys())

/** Batches as lists, lane by lane. */
function cut(files: Uint32Array, bytes: readonly number[], lanes: readonly string[] = []) {
  const batches = batchesByLane(files, (file) => bytes[file]!, (file) => lanes[file] ?? FAST) // prettier-ignore
  return Object.fromEntries([...batches].map(([lane, list]) => [lane, Array.from(list, (files) => [...files])])) // prettier-ignore
}

// prettier-ignore
const cases: [name: string, bytes: number[], want: number[][]][] = [
  ['none',                                   [],                              []],
  ['one of no bytes',                        [0],                             [[0]]],
  ['short ones stay together, in order',     [5, 9, 1],                       [[0, 1, 2]]],
  ['enough bytes fill a batch',              [MIB, MIB, 1],                   [[0, 1], [2]]],
  ['just too few do not',                    [MIB, MIB - 1, 1],               [[0, 1, 2]]],
  ['who is one alone comes first',           [5, BATCH_BYTES, 6],             [[1], [0, 2]]],
  ['the longest of them first',              [BATCH_BYTES, 9 * MIB, 3 * MIB], [[1], [2], [0]]],
  ['equally long ones stay in order',        [3 * MIB, 4 * MIB, 3 * MIB],     [[1], [0], [2]]],
  ['one byte less is not alone',             [5, BATCH_BYTES - 1, 6],         [[0, 1], [2]]],
]

for (const [name, bytes, want] of cases)
  t.test(name, async (t) => {
    t.strictSame(cut(upTo(bytes.length), bytes), want.length === 0 ? {} : { [FAST]: want })
  })

t.test('a lane that has a name keeps the order of its files, whatever their length', async (t) => {
  const bytes = [5, 9 * MIB, 6, 3 * MIB, 1, 1]
  const lanes = ['sda', 'sda', 'sdb', 'sda', FAST, 'sda']
  t.strictSame(cut(upTo(6), bytes, lanes), { sda: [[0, 1], [3], [5]], sdb: [[2]], [FAST]: [[4]] }) // prettier-ignore
})

t.test('many short files', async (t) => {
  for (const count of [MOST - 1, MOST, MOST + 1, 2 * MOST, 1000]) {
    const { [FAST]: batches } = cut(upTo(count), Array(count).fill(1))
    t.strictSame(batches!.flat(), [...upTo(count)])
    t.ok(batches!.slice(0, -1).every(({ length }) => length === MOST))
    t.equal(batches!.length, Math.ceil(count / MOST))
  }
})

t.test('nothing is lost, nothing comes twice, lanes are kept', async (t) => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = randomFrom(seed)
    const count = Math.floor(random() * 600)
    const bytes = Array.from({ length: count }, () => pick([0, 1, 4096, MIB, 3 * MIB, 70 * MIB], random)) // prettier-ignore
    const lanes = Array.from({ length: count }, () => pick([FAST, FAST, 'sda', 'sdb'], random))
    const files = Uint32Array.from(shuffled([...upTo(count)], random).slice(0, count * random()))
    const before = [...files]
    const all = cut(files, bytes, lanes)
    t.strictSame([...files], before, 'the files are left as they are')
    for (const [lane, batches] of Object.entries(all)) {
      const own = before.filter((file) => lanes[file] === lane)
      if (lane === FAST) t.strictSame(new Set(batches.flat()), new Set(own))
      else t.strictSame(batches.flat(), own)
      t.equal(batches.flat().length, own.length)
      const sums = batches.map((files) => files.reduce((sum, file) => sum + bytes[file]!, 0))
      const isFull = (i: number) => batches[i]!.length === MOST || sums[i]! >= BATCH_BYTES
      t.ok(batches.every((files, i) => files.length <= MOST && (isFull(i) || i === batches.length - 1))) // prettier-ignore
      const withoutLast = batches.map((files, i) => sums[i]! - bytes[files.at(-1)!]!)
      t.ok(withoutLast.every((sum) => sum < BATCH_BYTES), 'none is larger than it need be') // prettier-ignore
    }
    t.equal(Object.values(all).flat(2).length, before.length)
  }
})

t.test('batches are made when they are asked for', async (t) => {
  let asked = 0
  const bytesOf = () => (asked++, BATCH_BYTES)
  const [batches] = batchesByLane(upTo(1000), bytesOf, () => 'sda').values()
  batches![Symbol.iterator]().next()
  t.ok(asked < 10, `${asked} sizes were asked for`)
})

/** Tasks for classes of `[files, bytes of each]`, as the places of their classes. */
function tasks(classes: readonly (readonly [files: number, bytes: number])[], alone = [0]) {
  let next = 0
  const files = classes.map(([count]) => upTo(count).map(() => next++))
  const table = tableOf(classes.flatMap(([count, size], i) => Array.from({ length: count }, () => made(`/${i}`, { size })))) // prettier-ignore
  const given = files.map((files, i) => ({ files, mayBeAlone: alone.includes(i) }))
  const found = [...classTasks(given, (file) => table.size[file]!)]
  return found.map(({ batch, task }) => {
    if (!('classes' in task)) throw new Error('another task')
    t.strictSame(task.classes, batch.slice())
    t.equal(task.classes.buffer.byteLength, 4 * batch.length, 'no more is sent')
    let first = 0
    return task.ends.map(({ end, mayBeAlone }) => {
      const own = batch.subarray(first, end)
      first = end
      const place = files.findIndex((files) => files[0] === own[0])
      t.strictSame([...own], [...files[place]!], 'no class is cut')
      t.equal(mayBeAlone, alone.includes(place))
      return place
    })
  })
}

// prettier-ignore
const classCases: [name: string, classes: [files: number, bytes: number][], want: number[][]][] = [
  ['none',                          [],                                           []],
  ['one',                           [[2, 70_000]],                                [[0]]],
  ['several are one task',          [[2, 70_000], [2, 70_000]],                   [[0, 1]]],
  ['the largest first',             [[2, 70_000], [2, 90_000], [3, 70_000]],      [[2, 1, 0]]],
  ['enough bytes are a task',       [[2, MIB], [2, 70_000]],                      [[0], [1]]],
  ['too few are not',               [[2, MIB - 1], [2, 70_000], [2, 70_000]],     [[0, 1], [2]]],
  ['a large class is one task',     [[32, 9 * MIB], [32, 8 * MIB]],               [[0], [1]]],
  ['many files of no bytes',        [[100, 0], [100, 0], [2, 0]],                 [[0, 1], [2]]],
]

for (const [name, classes, want] of classCases)
  t.test(`classes: ${name}`, async (t) => {
    for (const alone of [[], [0], [1, 2]]) t.strictSame(tasks(classes, alone), want)
  })

/** Tasks for classes of short files, as the places of their classes. */
function shorts(classes: readonly (readonly [files: number, bytes: number])[], fewest = 1) {
  let next = 0
  const files = classes.map(([count]) => upTo(count).map(() => next++))
  const sizes = classes.flatMap(([count, size]) => Array(count).fill(size) as number[])
  const found = [...shortTasks(files, { bytesOf: (file) => sizes[file]!, mayBeAlone: true, fewest })] // prettier-ignore
  return found.map(({ batch, task }) => {
    if (!('shorts' in task)) throw new Error('another task')
    t.strictSame(task.shorts, batch.slice())
    t.ok(batch.reduce((sum, file) => sum + arenaBytes(sizes[file]!), 0) <= ARENA_BYTES, 'it fits')
    let first = 0
    return Array.from(task.ends, (end) => {
      const own = batch.subarray(first, end)
      first = end
      const place = files.findIndex((files) => files[0] === own[0])
      t.strictSame([...own], [...files[place]!], 'no class is cut')
      return place
    })
  })
}

// prettier-ignore
const shortCases: [name: string, classes: [files: number, bytes: number][], want: number[][], fewest?: number][] = [
  ['none',                                 [],                                      []],
  ['one',                                  [[2, 100]],                              [[0]]],
  ['several are one task, in order',       [[2, 100], [3, 5], [2, 900]],            [[0, 1, 2]]],
  ['a share for each thread',              [[2, 100], [2, 100], [2, 100], [2, 100]], [[0, 1, 2], [3]], 2],
  ['what the arena holds',                 [[60, 65_536], [60, 65_536], [60, 65_536]], [[0, 1], [2]]],
  ['many files, however short they are',   [[1023, 1], [2, 1], [2, 1]],             [[0, 1], [2]]],
  ['a class of many is one task',          [[4096, 1], [4096, 2], [2, 1]],          [[0], [1], [2]]],
]

for (const [name, classes, want, fewest] of shortCases)
  t.test(`short files: ${name}`, async (t) => {
    t.strictSame(shorts(classes, fewest), want)
  })

t.test('what fits an arena', async (t) => {
  // prettier-ignore
  for (const [files, size, fits] of [[2, 65_536, true], [127, 65_536, true], [128, 65_536, false], [4096, 1, true], [4097, 1, false]] as const)
    t.equal(fitsArena(upTo(files), size), fits, `${files} files of ${size}`)
})
