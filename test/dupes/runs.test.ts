import t from 'tap'
import { FileList, runsBy, sortBy } from '../../lib/dupes/runs.js'
import { randomFrom } from '../helper/random.js'

const TOP = 2 ** 32 - 1

// prettier-ignore
const cases: [name: string, files: number[], columns: number[][], runs: number[][]][] = [
  ['none',                            [],           [[7, 7]],                         []],
  ['one',                             [1],          [[7, 7]],                         [[1]]],
  ['all alike keep their order',      [2, 0, 1],    [[5, 5, 5]],                      [[2, 0, 1]]],
  ['all unlike',                      [0, 1, 2],    [[3, 1, 2]],                      [[1], [2], [0]]],
  ['two runs',                        [0, 1, 2, 3], [[9, 1, 9, 1]],                   [[1, 3], [0, 2]]],
  ['only files that are asked for',   [3, 0],       [[1, 1, 1, 1]],                   [[3, 0]]],
  ['the first column first',          [0, 1, 2],    [[2, 1, 1], [0, 9, 3]],           [[2], [1], [0]]],
  ['alike in the first one only',     [0, 1],       [[4, 4], [1, 0]],                 [[1], [0]]],
  ['the largest numbers',             [0, 1, 2],    [[TOP, 0, TOP], [1, TOP, 1]],     [[1], [0, 2]]],
  ['by all 32 bits, not by the sign', [0, 1],       [[2 ** 31, 2 ** 31 - 1]],         [[1], [0]]],
  ['no column: all agree',            [1, 0],       [],                               [[1, 0]]],
]

for (const [name, files, columns, want] of cases)
  t.test(name, async (t) => {
    const given = Uint32Array.from(files)
    const runs = runsBy(given, columns.map((column) => Uint32Array.from(column))) // prettier-ignore
    t.strictSame(
      [...runs].map((run) => [...run]),
      want,
    )
    t.strictSame([...given], want.flat(), 'the files are in that order')
  })

t.test('as a sort by comparing does it', async (t) => {
  for (let seed = 1; seed <= 30; seed++) {
    const random = randomFrom(seed)
    const column = () => new Uint32Array(60).map(() => Math.floor(random() * 3) * 0x5555_5555)
    const columns = [column(), column(), column()]
    const files = Uint32Array.from({ length: 40 }, () => Math.floor(random() * 60))
    const keyOf = (file: number) => columns.map((column) => `${column[file]}`.padStart(10, '0')).join() // prettier-ignore
    const want = [...files].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : Number(keyOf(a) > keyOf(b))))
    sortBy(files, columns)
    t.strictSame([...files], want)
    const runs = [...runsBy(files, columns)]
    t.strictSame(runs.map((run) => [...run]).flat(), want)
    t.equal(runs.length, new Set(want.map(keyOf)).size)
  }
})

for (const pieces of [
  [],
  [0],
  [1023],
  [1024],
  [1025],
  [1, 1023, 1],
  [5000],
  [700, 700, 700, 0, 7000],
])
  // prettier-ignore
  t.test(`a list of ${pieces.join(' + ')} files`, async (t) => {
    const list = new FileList()
    let next = 0
    for (const count of pieces) list.add(new Uint32Array(count).map(() => next++))
    t.strictSame([...list.files], [...Array(next).keys()])
  })

t.test('what was added is copied', async (t) => {
  const [list, files] = [new FileList(), Uint32Array.of(1, 2)]
  list.add(files)
  files.fill(9)
  t.strictSame([...list.files], [1, 2])
})
