// What a search finds, against dd-group as one would write it if time did not matter.
import { linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import type { Task } from '../../lib/dupes/work.js'
import { DigestColumn, STATE } from '../../lib/dupes/digest-column.js'
import { fileColumns } from '../../lib/dupes/file-columns.js'
import { findDupes, type Read } from '../../lib/dupes/find-dupes.js'
import { SORTS } from '../../lib/dupes/found.js'
import { FAST } from '../../lib/fs/lane-of.js'
import type { Wanted } from '../../lib/dupes/wanted.js'
import { dupesInstance, inBatches } from '../helper/dupes-instance.js'
import { filesIn, kindOf } from '../helper/dupes-crew.js'
import { made } from '../helper/made-files.js'
import { tableOf } from '../helper/made-table.js'
import { permutations } from '../helper/permutations.js'
import { known, madeSearch } from '../helper/made-search.js'
import { naiveDupes } from '../helper/naive-dupes.js'
import { naiveGroup } from '../helper/naive-group.js'
import { pick, randomFrom } from '../helper/random.js'
import { hashedLines, PAIRS, searched } from '../helper/searched.js'

const RULES = [
  { isolate: false, hardLinks: false },
  { isolate: false, hardLinks: false },
  { isolate: true, hardLinks: false },
  { isolate: false, hardLinks: true },
]

/** What was wrong in an instance, in words. */
async function wrong(seed: number, isLong: boolean): Promise<string[]> {
  const random = randomFrom(seed)
  const files = dupesInstance(random, isLong)
  const wanted: Wanted = {
    least: pick([2, 2, 3, 4], random),
    isFew: random() < 0.4,
    ...pick(RULES, random),
  }
  const sort = pick(SORTS, random)
  const [untrusted, turning] = [pick([7n, 8n, 9n], random), pick([7n, 8n, 9n], random)]
  const late = () => Math.floor(random() * 4)
  const { text, faults, fs } = await madeSearch(files, {
    wanted,
    sort,
    batches: inBatches(files, random),
    threads: pick([1, 2, 5], random),
    ...(random() < 0.5 && { late }),
    isTrusted: (dev) => dev !== untrusted,
    laneOf: (dev) => (dev === turning ? 'sda' : FAST),
  })
  const said: string[] = []
  const want = naiveDupes(known(files), wanted, sort)
  if (text !== want)
    said.push(`seed ${seed} ${JSON.stringify(wanted)}: ${firstDifference(text, want)}`)
  if (faults.length > 0) said.push(`seed ${seed}: ${faults}`)
  if (fs.asked.open > 0) said.push(`seed ${seed}: ${fs.asked.open} are open`)
  return said
}

/** The first line that is not as it should be. */
function firstDifference(text: string, want: string): string {
  const [is, should] = [text, want].map((lines) => lines.split('\n')) as [string[], string[]]
  const at = should.findIndex((line, i) => line !== is[i])
  return `line ${at + 1} is ${is[at]}, not ${should[at]}`
}

for (const [what, first, count, isLong] of [
  ['short and middling', 1, 300, false],
  ['long', 1001, 12, true],
] as const)
  t.test(`${count} instances of files that are ${what}: as by brute force`, async (t) => {
    const said: string[] = []
    for (let seed = first; seed < first + count; seed++) said.push(...(await wrong(seed, isLong)))
    t.strictSame(said, [])
  })

/** At and around what is read in one go: a page, a short file, a chunk of a long one. */
const SIZES = [1, 2, 15, 16, 17, 63, 4095, 4096, 4097, 8192, 65535, 65536, 65537, 262143, 262144]
const LARGE = [262145, 300000, 524288, 524289]

/** A tree of files that are often equal, nearly equal, or names of one another. */
function plant(seed: number, files: number): string[] {
  const random = randomFrom(seed)
  const root = mkdtempSync(join(tmpdir(), 'dd-dupes-'))
  const roots = ['a', 'b', 'c/d'].map((dir) => join(root, dir))
  for (const dir of roots) mkdirSync(dir, { recursive: true })
  const sizes = [pick(SIZES, random), pick(SIZES, random), pick([...SIZES, ...LARGE], random)]
  const made: string[] = []
  for (let i = 0; i < files; i++) {
    const path = join(pick(roots, random), `f${i}`)
    if (made.length > 0 && random() < 0.15) linkSync(pick(made, random), path)
    else {
      const content = Buffer.alloc(pick(sizes, random), 1 + Math.floor(random() * 2))
      if (random() < 0.4) content[Math.floor(random() * content.length)]! ^= 4
      if (random() < 0.2) content[content.length - 1]! ^= 8
      writeFileSync(path, content)
    }
    made.push(path)
  }
  return roots
}

const root = (roots: readonly string[]) => join(roots[0]!, '..')

t.test('groups, whatever is in the files', async (t) => {
  for (let seed = 1; seed <= 12; seed++) {
    const roots = plant(seed, 4 + (seed % 40))
    const lines = await hashedLines(roots)
    for (const least of [2, 3]) {
      const { text, faults } = await searched(roots, { wanted: { ...PAIRS, least } })
      const wanted = (copies: number) => copies >= least
      const want = naiveGroup(lines, { by: 'hash', wanted, asGroups: true })
      if (text !== want) t.equal(text, want, `seed ${seed}, at least ${least}`)
      if (faults.length > 0) t.strictSame(faults, [], `seed ${seed}`)
    }
    rmSync(root(roots), { recursive: true })
  }
  t.pass('all of them')
})

t.test('files with few copies', async (t) => {
  for (let seed = 1; seed <= 8; seed++) {
    const roots = plant(seed, 4 + (seed % 40))
    const lines = await hashedLines(roots)
    for (const least of [2, 3, 4]) {
      const wanted: Wanted = { ...PAIRS, least, isFew: true }
      const { text } = await searched(roots, { wanted })
      const few = (copies: number) => copies < least
      const want = naiveGroup(lines, { by: 'hash', wanted: few, asGroups: false })
      const bare = want.replace(/,"hash":"\w+","algo":"blake3"/g, '')
      if (text !== bare) t.equal(text, bare, `seed ${seed}, fewer than ${least}`)
    }
    rmSync(root(roots), { recursive: true })
  }
  t.pass('all of them')
})

type Member = { path: string; root: string; dev: string; ino: string }

/** The groups of what counts as a copy, by other means: each as its sorted paths. */
function naive(lines: readonly string[], copyOf: (file: Member) => string): string[] {
  const byContent = new Map<string, Member[]>()
  for (const line of lines) {
    const file = JSON.parse(line)
    byContent.set(file.hash, [...(byContent.get(file.hash) ?? []), file])
  }
  const groups = [...byContent.values()].filter((files) => new Set(files.map(copyOf)).size > 1)
  return groups
    .map((files) =>
      files
        .map(({ path }) => path)
        .sort()
        .join(' '),
    )
    .sort()
}

const paths = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) =>
      JSON.parse(line)
        .files.map(({ path }: Member) => path)
        .join(' '),
    )
    .sort()

t.test('roots as copies, names as copies', async (t) => {
  for (let seed = 1; seed <= 8; seed++) {
    const roots = plant(seed, 4 + (seed % 40))
    const lines = await hashedLines(roots)
    const isolated = await searched(roots, { wanted: { ...PAIRS, isolate: true } })
    const named = await searched(roots, { wanted: { ...PAIRS, hardLinks: true } })
    const wantIsolated = naive(lines, ({ root }) => root)
    const wantNamed = naive(lines, ({ path }) => path)
    if (String(paths(isolated.text)) !== String(wantIsolated))
      t.strictSame(paths(isolated.text), wantIsolated, `seed ${seed}, isolate`)
    if (String(paths(named.text)) !== String(wantNamed))
      t.strictSame(paths(named.text), wantNamed, `seed ${seed}, hard links`)
    rmSync(root(roots), { recursive: true })
  }
  t.pass('all of them')
})

t.test('the order in which threads answer changes nothing', async (t) => {
  const roots = plant(7, 60)
  t.teardown(() => rmSync(root(roots), { recursive: true }))
  const { text } = await searched(roots)
  t.not(text, '')
  for (let seed = 1; seed <= 8; seed++) {
    const random = randomFrom(seed)
    const again = await searched(roots, {
      late: () => Math.floor(random() * 6),
      threads: 1 + (seed % 4),
    })
    t.equal(again.text, text)
  }
})

t.test('every order in which the batches of a walk can come gives the same bytes', async (t) => {
  for (const seed of [3, 8, 21]) {
    const files = dupesInstance(randomFrom(seed))
    const batches = [0, 1, 2, 3, 4].map((rest) => files.filter((_, i) => i % 5 === rest))
    for (const wanted of [{}, { isFew: true }]) {
      const { text } = await madeSearch(files, { wanted })
      t.not(text, '')
      const others = []
      for (const order of permutations(batches))
        others.push((await madeSearch(files, { wanted, batches: order })).text)
      t.equal(others.length, 120)
      t.strictSame([...new Set(others)], [text], `seed ${seed}`)
    }
  }
})

/** Many short files of many sizes, of which so many in a hundred are equal to all others of their size. */
const shorts = (equal: number) =>
  Array.from({ length: 2000 }, (_, i) => {
    const but = i % 100 < equal ? {} : { 3: i & 255, 4: i >> 8, 5: 9 }
    return made(`/t/${i}`, { size: 200 + (i % 50), but })
  })

for (const equal of [2, 40, 100])
  t.test(`short files are read once each, ${equal} of 100 in a class equal`, async (t) => {
    const files = shorts(equal)
    for (const isFew of [false, true]) {
      const read = { ahead: 0, sample: 0, digest: 0, classes: 0, shorts: 0, walk: 0 }
      const onTask = (task: Task) => void (read[kindOf(task)] += filesIn(task))
      const { text, fs } = await madeSearch(files, { wanted: { isFew }, onTask })
      t.equal(text, naiveDupes(known(files), { ...PAIRS, isFew }))
      t.strictSame(read, { ...read, sample: 0, digest: 0, classes: 0, shorts: files.length })
      t.equal(fs.asked.opens, files.length)
    }
  })

t.test('digests that agree in their first 16 bytes only are of different files', async (t) => {
  const files = [0, 1, 2, 3, 4].map((i) => made(`/${i}`, { size: 5000 }))
  const table = tableOf(files)
  const digests = new DigestColumn(5, 32)
  const digit = ['a', 'b', 'a', 'c', 'b']
  const read: Read = {
    digests,
    sample: async (some) =>
      some.forEach((file) => digests.set(file, STATE.sampled, '5'.repeat(32))),
    digest: async (some) =>
      some.forEach((file) =>
        digests.set(file, STATE.proven, '5'.repeat(32) + digit[file]!.repeat(32)),
      ),
    wayOf: () => 'sample',
    compare: async () => {},
    isTrusted: () => true,
    isStacked: () => false,
  }
  for (const [least, want, few] of [
    [
      2,
      [
        [0, 2],
        [1, 4],
      ],
      [3],
    ],
    [3, [], [0, 1, 2, 3, 4]],
  ] as const) {
    const found = await findDupes(table, fileColumns(table), { ...PAIRS, least }, read)
    const groups = Array.from(found.groups, (group) => [...group].sort())
    t.strictSame(groups.sort(), want)
    t.strictSame([...found.few.files].sort(), few)
  }
})
