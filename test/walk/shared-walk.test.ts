import { execFileSync } from 'node:child_process'
import { linkSync, mkdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import t, { type Test } from 'tap'
import type { Directory } from '../../lib/walk/directory.js'
import { FoundFiles } from '../../lib/walk/found-files.js'
import type { Part } from '../../lib/walk/part.js'
import { walkRules, type Rules, type WalkOptions } from '../../lib/walk/rules.js'
import { walkShared, type Helpers } from '../../lib/walk/shared-walk.js'
import { walk } from '../../lib/walk/walk.js'
import { randomFrom } from '../helper/random.js'
import { growTree } from '../helper/random-tree.js'
import { walkHelpers, type Helping } from '../helper/walk-helpers.js'
import { faultText, pathOf, top } from '../helper/walked.js'

/** Wide enough for several at a time. */
const wide = t.testdir(Object.fromEntries(Array.from({ length: 24 }, (_, i) => [i, { 0: 'x' }])))
for (let d = 0; d < 24; d++)
  for (let f = 1; f < 40; f++) linkSync(`${wide}/${d}/0`, `${wide}/${d}/${f}`)

type Found = { readonly paths: string[]; readonly faults: string[] }

/** All that comes of a walk, sorted, since a shared one has no order. */
async function gather(
  batches: (fault: (fault: Parameters<typeof faultText>[0]) => void) => AsyncIterable<string[]>,
): Promise<Found> {
  const [paths, faults]: string[][] = [[], []]
  for await (const batch of batches((fault) => faults!.push(faultText(fault)))) {
    paths!.push(...batch)
    await turn() // whoever takes the batches may take his time
  }
  return { paths: paths!.sort(), faults: faults!.sort() }
}

function alone(dirs: readonly string[], rules: Rules, make = pathOf): Promise<Found> {
  const names = dirs.map((dir) => Buffer.from(dir))
  const world = { cwd: Buffer.from('/'), onPool: () => {} }
  return gather((fault) => walk(names, rules, new FoundFiles(make), { ...world, fault }))
}

function shared(dirs: readonly string[], helpers: Helpers<string>): Promise<Found> {
  return gather((fault) => walkShared(dirs.map(top), helpers, fault))
}

/** Rules that count how often each name is asked about. */
function counting(rules: Rules): { rules: Rules; most: () => number } {
  const asked = new Map<string, number>()
  const excluded = (below: string) => {
    asked.set(below, (asked.get(below) ?? 0) + 1)
    return rules.excluded?.(below) ?? false
  }
  return { rules: { ...rules, excluded }, most: () => Math.max(0, ...asked.values()) }
}

const LIMITS = [1, 2, 7, 100]
const NAMES = [1, 2, 33, 1024]

/** How helpers can be, each as a name and what it is. */
const helpings = LIMITS.flatMap((limit) =>
  NAMES.flatMap((names) =>
    [false, true].map((late): [string, Helping] => [
      `${limit} at a time, ${names} names each${late ? ', walked late' : ''}`,
      { limit, names, late },
    ]),
  ),
)

// prettier-ignore
const trees: [options: WalkOptions, names: number][] = [
  [{},                                          0],
  [{},                                          1],
  [{},                                          150],
  [{ minSize: 0 },                              150],
  [{ hidden: false },                           150],
  [{ exclude: ['*1*'], name: ['*0', '*2'] },    150],
  [{ maxDepth: 0 },                             50],
  [{ maxDepth: 1 },                             50],
  [{ maxDepth: 3 },                             150],
  [{ oneFileSystem: true },                     100],
]

for (const [seed, [options, names]] of trees.entries())
  t.test(`${names} names, ${JSON.stringify(options)}: as one walker finds them`, async (t) => {
    const dir = t.testdir()
    const random = randomFrom(seed)
    growTree(dir, names, random)
    const rules = await walkRules(options)
    const want = await alone([dir], rules)
    t.strictSame(want.faults, [])
    if (names > 100) t.ok(want.paths.length > 10, `${want.paths.length} files`)
    for (const [name, helping] of helpings) {
      const asked = counting(rules)
      const turns = () => Math.floor(random() * 4)
      t.strictSame(await shared([dir], walkHelpers(asked.rules, { ...helping, turns })), want, name)
      t.ok(asked.most() <= 1, `${name}: nothing is walked twice`)
    }
  })

t.test('a directory of 3,000 names', async (t) => {
  const dir = t.testdir()
  writeFileSync(`${dir}/0`, 'x')
  for (let i = 1; i < 3000; i++) {
    if (i % 20 === 0) mkdirSync(`${dir}/${i}`)
    linkSync(`${dir}/0`, `${dir}/${i}${i % 20 === 0 ? '/in' : ''}`)
  }
  const want = await alone([dir], await walkRules({}))
  t.equal(want.paths.length, 3000)
  for (const limit of [1, 4])
    for (const names of [1, 100, 1024]) {
      const { rules, most } = counting(await walkRules({}))
      const helpers = walkHelpers(rules, { limit, names })
      t.strictSame(await shared([dir], helpers), want, `${limit} at a time, ${names} names each`)
      t.equal(most(), 1)
      t.ok(helpers.parts.length > 3, 'no part is all of it')
    }
})

t.test('directories 150 deep', async (t) => {
  const dir = t.testdir()
  for (let path = dir, i = 0; i < 150; i++) {
    mkdirSync((path += '/d'))
    writeFileSync(`${path}/f`, 'x')
  }
  const want = await alone([dir], await walkRules({}))
  t.equal(want.paths.length, 150)
  for (const names of NAMES)
    t.strictSame(await shared([dir], walkHelpers(await walkRules({}), { names })), want)
})

t.test('several trees, and none', async (t) => {
  const dir = t.testdir({ a: { x: 'x' }, b: {}, c: { y: 'y', d: { z: 'z' } } })
  const some = ['a', 'b', 'c'].map((name) => `${dir}/${name}`)
  for (const dirs of [[], some.slice(0, 1), some, Array.from({ length: 30 }, () => some[1]!)])
    for (const [name, helping] of helpings) {
      const rules = await walkRules({})
      t.strictSame(await shared(dirs, walkHelpers(rules, helping)), await alone(dirs, rules), name)
    }
  const idle = walkHelpers(await walkRules({}))
  t.strictSame(await shared([], idle), { paths: [], faults: [] })
  t.strictSame(idle.parts, [], 'where there is nothing to do nobody is asked')
})

t.test('another file system is not entered', async (t) => {
  const dir = t.testdir({ a: 'x', d: { b: 'x' } })
  const helpers = walkHelpers(await walkRules({ oneFileSystem: true }))
  const none = () => t.fail('a fault')
  const elsewhere: Directory = { ...top(dir), dev: 1n }
  t.strictSame(await gather(() => walkShared([elsewhere], helpers, none)), {
    paths: [],
    faults: [],
  })
  t.equal((await gather(() => walkShared([top(dir)], helpers, none))).paths.length, 2)
})

t.test('directories that cannot be listed: each is a fault, once', async (t) => {
  const dir = t.testdir({ a: { gone: {}, x: 'x' }, b: { c: { gone: {} } }, gone: {}, y: 'y' })
  const gone = ['gone', 'a/gone', 'b/c/gone'].map((name) => `${dir}/${name}`)
  /** They go in the moment between the look at them and the listing. */
  const rules: Rules = {
    ...(await walkRules({})),
    excluded: (below) => {
      if (below.endsWith('gone/')) rmdirSync(`${dir}/${below}`)
      return false
    },
  }
  const want = await alone([dir], rules)
  t.strictSame(want.faults, gone.map((path) => `list ${path}: ENOENT`).sort())
  for (const [name, helping] of helpings) {
    gone.forEach((path) => mkdirSync(path))
    t.strictSame(await shared([dir], walkHelpers(rules, helping)), want, name)
  }
})

t.test('a tree that is gone before it is walked', async (t) => {
  const dir = t.testdir({ a: { x: 'x' } })
  const tops = [top(`${dir}/a`), top(dir)]
  rmSync(dir, { recursive: true })
  const rules = await walkRules({})
  t.strictSame(await gather((fault) => walkShared(tops, walkHelpers(rules), fault)), {
    paths: [],
    faults: [`list ${dir}/a: ENOENT`, `list ${dir}: ENOENT`].sort(),
  })
})

t.test('paths longer than the system takes: each is a fault, once', async (t) => {
  const dir = t.testdir({ z: 'x' })
  const home = process.cwd()
  process.chdir(dir)
  for (let i = 0; i < 17; i++) {
    mkdirSync('n'.repeat(250))
    process.chdir('n'.repeat(250))
    for (const name of ['a', 'b'.repeat(255)]) writeFileSync(name, 'x')
  }
  process.chdir(home)
  const rules = await walkRules({})
  const want = await alone([dir], rules)
  t.ok(want.faults.length > 0)
  for (const [name, helping] of helpings)
    t.strictSame(await shared([dir], walkHelpers(rules, helping)), want, name)
  execFileSync('rm', ['-r', `${dir}/${'n'.repeat(250)}`]) // tap itself cannot
})

t.test('names that vanish are faults, and the rest goes on', async (t) => {
  const dir = t.testdir()
  const grow = () => {
    for (const sub of ['', '/d', '/e', '/e/d']) {
      mkdirSync(`${dir}${sub}`, { recursive: true })
      for (let i = 0; i < 50; i++) writeFileSync(`${dir}${sub}/${i}`, 'x')
    }
    return dir
  }
  /** Who finds the first file of a directory takes the last one away, or the whole directory. */
  const make: typeof pathOf = (at, name, stat) => {
    const gone = at.path === `${dir}/e` ? at.path : `${at.path}/9`
    if (name === '0') rmSync(gone, { recursive: true })
    return pathOf(at, name, stat)
  }
  const rules = await walkRules({})
  const want = await alone([grow()], rules, make)
  t.equal(want.faults.length, 50 + 2, 'all of e but one, 9, and d/9')
  for (const limit of [2, 7])
    for (const names of [1, 33])
      t.strictSame(await shared([grow()], walkHelpers(rules, { limit, names, make })), want)
})

t.test('a fault that ends it does so also while a batch is looked at', async (t) => {
  const rules = await walkRules({})
  const dir = t.testdir({ gone: {} })
  const tops = [`${dir}/gone`, `${wide}/0`].map(top)
  rmdirSync(`${dir}/gone`)
  let answers = 0
  const helpers = walkHelpers(rules, { limit: 2, turns: () => 3 * answers++ })
  const walked = walkShared(tops, helpers, ({ cause }) => {
    throw cause
  })
  const gone = async () => {
    for await (const _ of walked) for (let i = 0; i < 10; i++) await turn()
  }
  await t.rejects(gone(), { code: 'ENOENT' })
  t.equal(answers, 2)
})

t.test('what is handed over is not added to by those who answer meanwhile', async (t) => {
  const dir = t.testdir()
  growTree(dir, 200, randomFrom(7))
  const rules = await walkRules({})
  const want = await alone([dir], rules)
  const paths: string[] = []
  const helpers = walkHelpers(rules, { limit: 5, names: 3, turns: () => 2 })
  for await (const batch of walkShared([top(dir)], helpers, () => t.fail('a fault'))) {
    paths.push(...batch)
    const { length } = batch
    for (let i = 0; i < 5; i++) await turn()
    t.equal(batch.length, length)
  }
  t.strictSame(paths.sort(), want.paths)
})

t.test('a slow lane has one part at a time, the fast one as many as are allowed', async (t) => {
  /** As if each directory with a 1 in its name lay on a slow disk, of which there are two. */
  const laneOf = ({ path }: Pick<Directory, 'path'>) =>
    ({ 1: 'sda', 2: 'sdb' })[path.slice(wide.length + 1)[0] ?? ''] ?? ''
  for (const limit of [1, 2, 5]) {
    const [active, most] = [new Map<string, number>(), new Map<string, number>()]
    const helpers = walkHelpers(await walkRules({}), { limit, names: 7, turns: () => 3, laneOf })
    const walk = async (part: Part, names: number) => {
      const [lane, ...others] = new Set(part.map(({ dir }) => laneOf(dir)))
      t.strictSame(others, [], 'a part is of one lane')
      active.set(lane!, (active.get(lane!) ?? 0) + 1)
      most.set(lane!, Math.max(active.get(lane!)!, most.get(lane!) ?? 0))
      const walked = await helpers.walk(part, names)
      active.set(lane!, active.get(lane!)! - 1)
      return walked
    }
    const tops = Array.from({ length: 24 }, (_, i) => `${wide}/${i}`)
    const { paths } = await shared(tops, { ...helpers, walk })
    t.equal(paths.length, 24 * 40)
    t.strictSame(Object.fromEntries(most), { '': limit, sda: 1, sdb: 1 })
  }
})

/** What nobody hears of. */
function unheard(t: Pick<Test, 'teardown'>): unknown[] {
  const heard: unknown[] = []
  const hear = (error: unknown) => heard.push(error)
  process.on('unhandledRejection', hear)
  t.teardown(() => process.removeListener('unhandledRejection', hear))
  return heard
}

// prettier-ignore
const failures: [name: string, fails: (call: number) => boolean, thrown: boolean][] = [
  ['the first',                    (call) => call === 1,     false],
  ['the fifth',                    (call) => call === 5,     false],
  ['the fifth and all after it',   (call) => call >= 5,      false],
  ['every third',                  (call) => call % 3 === 0, false],
  ['the first, at once',           (call) => call === 1,     true],
  ['the fifth, at once',           (call) => call === 5,     true],
]

for (const [name, fails, thrown] of failures)
  t.test(`a helper that fails ends the walk: ${name}`, async (t) => {
    const lost = unheard(t)
    const random = randomFrom(3)
    for (const limit of [1, 2, 5]) {
      const turns = () => Math.floor(random() * 4)
      const helpers = walkHelpers(await walkRules({}), { limit, names: 9, turns })
      let calls = 0
      const walk = (part: Part, names: number) => {
        const fail = fails(++calls)
        if (fail && thrown) throw new Error('boom')
        const walked = helpers.walk(part, names)
        return fail ? walked.then(() => Promise.reject(new Error('boom'))) : walked
      }
      await t.rejects(shared([wide], { ...helpers, walk }), { message: 'boom' })
      const begun = calls
      for (let i = 0; i < 8; i++) await turn()
      t.equal(calls, begun, 'no part is begun after it')
    }
    t.strictSame(lost, [])
  })

t.test('who leaves before the end hears of nothing that fails later', async (t) => {
  const lost = unheard(t)
  const helpers = walkHelpers(await walkRules({}), { limit: 4, names: 5 })
  let calls = 0
  const walk = async (part: Part, names: number) => {
    if (++calls > 2) {
      await turn()
      await turn()
      throw new Error('boom')
    }
    return helpers.walk(part, names)
  }
  let batches = 0
  for await (const _ of walkShared([top(wide)], { ...helpers, walk }, () => {}))
    if (++batches === 2) break
  for (let i = 0; i < 8; i++) await turn()
  t.ok(calls > 2, 'some were under way')
  t.strictSame(lost, [])
})
