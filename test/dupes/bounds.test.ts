// How much dd-dupes reads and opens, counted, against what any program must.
import t from 'tap'
import { made, MadeFiles, type Made } from '../helper/made-files.js'
import { dupesInstance } from '../helper/dupes-instance.js'
import { madeSearch, pathsOf, type MadeAsked } from '../helper/made-search.js'
import { randomFrom } from '../helper/random.js'

const PAGE = 4096
const MIB = 2 ** 20
const pages = (size: number) => Math.ceil(size / PAGE) * PAGE

async function run(files: readonly Made[], asked: MadeAsked = {}) {
  const fs = new MadeFiles(files)
  const { text } = await madeSearch(files, { fs, ...asked })
  t.equal(fs.asked.open, 0)
  return { ...fs.asked, opensOf: fs.opensOf, groups: asked.wanted?.isFew ? [] : pathsOf(text) }
}

const many = (count: number, fieldsOf: (i: number) => Partial<Made>) =>
  Array.from({ length: count }, (_, i) => made(`/${i}`, fieldsOf(i)))

t.test('files whose size no other has are never opened', async (t) => {
  const sizes = [0, 1, 65_536, 65_537, 16 * MIB]
  const files = many(300, (i) => ({ size: i < sizes.length ? sizes[i]! : 70_000 + i }))
  for (const wanted of [{}, { isFew: true }, { isolate: true }, { hardLinks: true }])
    t.match(await run(files, { wanted }), { opens: 0, bytes: 0 })
})

t.test('nor is an inode whose names are all that have its size', async (t) => {
  const files = many(20, (i) => ({ ino: BigInt(i % 4), size: 5000 + (i % 4), nlink: 5 }))
  t.match(await run(files), { opens: 0, groups: [] })
  const named = await run(files, { wanted: { hardLinks: true } })
  t.match(named, { opens: 4, groups: { length: 4 } }, 'unless names are copies')
})

/** Different in the first page. */
const head = (i: number) => ({ 0: i & 255, 1: i >> 8 })

/** Short files are read whole where a class of them fits into 8 MiB, and 4096 files; else a page of each. */
// prettier-ignore
const unlike: [count: number, size: number, pagesEach: number][] = [
  [500,  100,          1],
  [500,  PAGE,         1],
  [500,  PAGE + 1,     2],
  [127,  65_536,       16],
  [128,  65_536,       1],
  [4096, 100,          1],
  [4097, 5000,         1],
  [500,  65_537,       3],
  [500,  16 * MIB - 1, 3],
  [500,  16 * MIB,     5],
]

for (const [count, size, pagesEach] of unlike)
  t.test(
    `${count} files of ${size} bytes, unlike in their first page: one open, ${pagesEach} pages`,
    async (t) => {
      const { opens, bytes, groups, mostOpen } = await run(many(count, (i) => ({ size, but: head(i) }))) // prettier-ignore
      t.strictSame(groups, [])
      t.equal(opens, count)
      t.equal(bytes, count * Math.min(pagesEach * PAGE, pages(size)))
      t.equal(mostOpen, 1)
    },
  )

t.test('in their last page, of long ones', async (t) => {
  const size = 100_000
  const files = many(500, (i) => ({ size, but: { [size - 1]: i & 255, [size - 2]: i >> 8 } }))
  t.match(await run(files), { opens: 500, bytes: 500 * 3 * PAGE, groups: [] })
})

// prettier-ignore
const pairs: [size: number, threads: number, sampled: number][] = [
  [65_537,       2, 3],
  [300_000,      2, 3],
  [3 * MIB,      2, 2],
  [3 * MIB,      1, 2],
  [20 * MIB + 5, 2, 6],
]

for (const [size, threads, sampled] of pairs)
  t.test(
    `two equal files of ${size} bytes, ${threads} threads: read once each, and a sample`,
    async (t) => {
      const { opens, bytes, groups } = await run(
        many(2, () => ({ size })),
        { threads },
      )
      t.strictSame(groups, [['/0', '/1']])
      t.equal(opens, 4)
      t.equal(bytes, 2 * (pages(size) + sampled * PAGE))
    },
  )

t.test('two long files that differ where no sample looks are read up to there', async (t) => {
  const files = many(2, (i) => ({ size: MIB, but: { 300_000: i } }))
  t.match(await run(files), { opens: 4, bytes: 2 * (2 * 256 * 1024 + 2 * PAGE), groups: [] })
})

t.test('short files are opened once, whatever comes of them, and read whole', async (t) => {
  const size = 5000
  const equal = (count: number) => many(count, () => ({ size }))
  const unlike = (i: number) => (i % 40 < 2 ? {} : { 9: i & 3 })
  // prettier-ignore
  const cases: [what: string, files: Made[], groups: number][] = [
    ['two equal ones',        equal(2),                                                          1],
    ['20 equal ones',         equal(20),                                                         1],
    ['as many as fit',        equal(1675),                                                       1],
    ['four of each size',     many(4000, (i) => ({ size: size + (i >> 2) })),                    1000],
    ['most of them unlike',   many(4000, (i) => ({ size: size + (i >> 2), but: unlike(i) })),    100],
    ['unlike in their end',   many(200, (i) => ({ size, but: { [size - 9]: i } })),              0],
    ['empty ones',            many(500, () => ({ size: 0 })),                                    1],
  ]
  for (const [what, files, groups] of cases)
    for (const wanted of [{}, { isFew: true }, { hardLinks: true }]) {
      const ran = await run(files, { wanted })
      const bytes = files.reduce((sum, { size }) => sum + pages(size), 0)
      t.match(ran, { opens: files.length, bytes, mostOpen: 1 }, what)
      if (!('isFew' in wanted)) t.equal(ran.groups.length, groups, what)
    }
})

t.test('more equal ones of a size than fit are sampled, then read', async (t) => {
  const [size, count] = [5000, 1676]
  const { opens, bytes, groups } = await run(many(count, () => ({ size })))
  t.equal(groups.length, 1)
  t.equal(opens, 2 * count)
  t.equal(bytes, count * (pages(size) + PAGE))
})

t.test('names of one inode are read as one', async (t) => {
  // prettier-ignore
  for (const [size, opensEach] of [[5000, 1], [300_000, 2]] as const) {
    const files = many(60, (i) => ({ size, ino: BigInt(i % 3), nlink: 20 }))
    const { opens, groups } = await run(files)
    t.equal(groups[0]!.length, 60)
    t.equal(opens, 3 * opensEach)
  }
})

t.test('many equal files: no more than 32 are open, each is read once', async (t) => {
  const size = 70_000
  const { mostOpen, bytes, opens } = await run(
    many(100, () => ({ size })),
    { threads: 1 },
  )
  t.equal(mostOpen, 32)
  t.equal(opens, 200)
  t.equal(bytes, 100 * (pages(size) + 3 * PAGE))
})

t.test('whatever is there: a short file once, a long one twice', async (t) => {
  for (let seed = 1; seed <= 60; seed++) {
    const files = dupesInstance(randomFrom(seed)).map((file) => ({ ...file, but: {} }))
    const { opensOf } = await run(files)
    const mostOf = (path: string) =>
      files.find((file) => file.path === path)!.size > 65_536 ? 2 : 1
    const tooOften = [...opensOf].filter(([path, opens]) => opens > mostOf(path))
    if (tooOften.length > 0) t.strictSame(tooOften, [], `seed ${seed}`)
  }
  t.pass('all of them')
})
