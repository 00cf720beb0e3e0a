import t from 'tap'
import { packedLines } from '../../lib/prefix/packed-lines.js'
import { NONE } from '../../lib/prefix/relations.js'
import { clusterResolver } from '../../lib/prefix/resolve-clusters.js'
import { inMemory } from '../helper/remembered.js'

const K = 1024
const x = (bytes: number, last = 'x') =>
  Buffer.concat([Buffer.alloc(bytes - 1, 'x'), Buffer.from(last)])

/** Clusters of files, as contents. */
function example(contents: readonly (readonly Buffer[])[], isSlow = false, longBytes = 2 ** 30) {
  const { files, fs } = inMemory(contents.flat().map((content, i) => [`/${i}`, content]))
  let end = 0
  const task = {
    lines: packedLines(Array(files.count).keys(), files),
    lengths: Float64Array.from(contents.flat(), ({ length }) => length),
    ends: Uint32Array.from(contents, ({ length }) => (end += length)),
    isSlow,
  }
  fs.opens = fs.mostOpen = 0
  const resolve = clusterResolver(fs, { mostOpen: 2, arenaBytes: 2 ** 20, longBytes })
  return { fs, task, resolve }
}

const CLUSTERS = [
  [x(100), x(100)],
  [x(9, 'a'), x(90), x(8)],
  [x(90 * K), x(90 * K, 'y'), x(90 * K), x(50 * K)],
]

t.test('places count through all clusters', async (t) => {
  const { fs, task, resolve } = example(CLUSTERS)
  const { relations, failures, long } = resolve(task)
  t.strictSame([...relations.twin], [NONE, 0, NONE, NONE, NONE, NONE, NONE, 5, NONE])
  t.strictSame([...relations.parent], [NONE, NONE, 4, 4, NONE, 8, 8, NONE, NONE])
  t.strictSame([failures, long], [[], []])
  t.equal(fs.open, 0)
  t.ok(fs.mostOpen <= 2)
})

t.test('equal files in unlike clusters have nothing to do with each other', async (t) => {
  const { task, resolve } = example([
    [x(9), x(9, 'a')],
    [x(9), x(9, 'b')],
  ])
  t.strictSame([...resolve(task).relations.twin], Array(4).fill(NONE))
})

t.test('one that cannot be read: its place, and all others as if it were not there', async (t) => {
  const { fs, task, resolve } = example(CLUSTERS)
  fs.onRead = (path) => {
    if (path === '/5') throw Object.assign(new Error('EIO: sorry'), { code: 'EIO' })
  }
  const { relations, failures } = resolve(task)
  t.strictSame(failures, [{ file: 5, code: 'EIO', message: 'EIO: sorry' }])
  t.strictSame([...relations.twin], [NONE, 0, ...Array(7).fill(NONE)])
  t.strictSame([...relations.parent], [NONE, NONE, 4, 4, NONE, NONE, 8, 8, NONE])
  t.equal(fs.open, 0)
})

t.test('a long pair keeps its places, and what it begins with', async (t) => {
  const stem = x(20 * K)
  const pair = [0, 1].map(() => Buffer.concat([stem, x(800 * K, 'y')]))
  const { task, resolve } = example(
    [
      [x(5), x(5)],
      [...pair, stem],
    ],
    false,
    100 * K,
  )
  const { relations, long } = resolve(task)
  const members = [2, 3].map((file) => ({ file, length: 820 * K, size: 820 * K }))
  t.strictSame(long, [{ pair: members, at: 80 * K, parent: 4, isZero: false }])
  t.strictSame([...relations.twin], [NONE, 0, NONE, NONE, NONE])
})

t.test('a disk that had better not move its head is read here, in long rows', async (t) => {
  const pair = [x(900 * K), x(900 * K)]
  for (const isSlow of [false, true]) {
    const { task, resolve } = example([pair], isSlow, 100 * K)
    const { long, relations } = resolve(task)
    t.equal(long.length, isSlow ? 0 : 1)
    if (isSlow) t.equal(relations.twin[1], 0)
  }
  const moves = (isSlow: boolean) => {
    const { fs, task, resolve } = example([pair], isSlow)
    let reads = 0
    fs.onRead = () => void reads++
    resolve(task)
    return reads
  }
  t.ok(moves(true) < moves(false), `${moves(true)}, else ${moves(false)}`)
})

t.test('a file of which not all is compared', async (t) => {
  const { task, resolve } = example([[x(50), x(90)]])
  const lengths = Float64Array.of(50, 50)
  const { relations } = resolve({ ...task, lengths })
  t.strictSame([...relations.parent], [1, NONE], 'the one without zeros behind is the whole one')
})
