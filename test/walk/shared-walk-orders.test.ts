// A walk in parts finds what a walk in one piece finds.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { FoundFiles } from '../../lib/walk/found-files.js'
import { partWalker, type Walked } from '../../lib/walk/part-walker.js'
import type { Part } from '../../lib/walk/part.js'
import { walkRules, type WalkOptions } from '../../lib/walk/rules.js'
import { walkShared, type Helpers } from '../../lib/walk/shared-walk.js'
import { walk } from '../../lib/walk/walk.js'
import { randomFrom } from '../helper/random.js'
import { faultText, pathOf, top } from '../helper/walked.js'

/** Directories in directories, wide and narrow, with names of every kind. */
function plant(t: Test, seed: number): string {
  const random = randomFrom(seed)
  const root = t.testdir()
  const dirs = [root]
  for (let i = 0; i < 60; i++) {
    const parent = dirs[Math.floor(random() * dirs.length)]!
    const path = join(parent, ['d', 'é', ' ', '-x', '.h'][i % 5]! + i)
    if (random() < 0.5) writeFileSync(path, 'x')
    else {
      mkdirSync(path)
      dirs.push(path)
    }
  }
  return root
}

type How = {
  readonly limit: number
  /** Names of a part that a helper goes through. */
  readonly names?: number
  readonly late?: () => number
  readonly laneOf?: Helpers<string>['laneOf']
  readonly onPart?: (active: number, part: Part) => void
}

/** What is found below, in order, and the faults. */
async function shared(roots: readonly string[], options: WalkOptions, how: How) {
  const rules = await walkRules(options)
  const walkPart = partWalker(rules, new FoundFiles(pathOf))
  let active = 0
  const helpers: Helpers<string> = {
    limit: how.limit,
    laneOf: how.laneOf ?? (() => ''),
    walk: async (part: Part, names: number): Promise<Walked<string>> => {
      how.onPart?.(++active, part)
      for (let turns = how.late?.() ?? 0; turns > 0; turns--) await new Promise(setImmediate)
      active--
      return structuredClone(walkPart(structuredClone(part), how.names ?? names))
    },
  }
  const faults: string[] = []
  const tops = roots.map(top)
  const found: string[] = []
  for await (const batch of walkShared(tops, helpers, (fault) => faults.push(faultText(fault)))) {
    await new Promise(setImmediate)
    found.push(...batch)
  }
  return { found: found.sort(), faults: faults.sort() }
}

async function whole(roots: readonly string[], options: WalkOptions): Promise<string[]> {
  const world = { cwd: Buffer.from('/'), fault: () => {}, onPool: () => {} }
  const found: string[] = []
  const operands = roots.map((root) => Buffer.from(root))
  const rules = await walkRules(options)
  for await (const batch of walk(operands, rules, new FoundFiles(pathOf), world))
    found.push(...batch)
  return found.sort()
}

// prettier-ignore
const options: WalkOptions[] = [{}, { hidden: false }, { maxDepth: 0 }, { maxDepth: 1 }, { maxDepth: 2 }, { oneFileSystem: true }, { exclude: ['d*'] }, { name: ['*1'] }]

t.test('any number of helpers, any order of answers, any size of parts', async (t) => {
  for (let seed = 1; seed <= 12; seed++) {
    const root = plant(t, seed)
    const random = randomFrom(seed)
    for (const option of options) {
      const want = await whole([root], option)
      for (const limit of [1, 2, 5])
        for (const names of [1, 3, 1024]) {
          const late = () => Math.floor(random() * 4)
          const { found, faults } = await shared([root], option, { limit, names, late })
          if (String(found) !== String(want)) t.strictSame(found, want, `${seed} ${limit} ${names}`)
          if (faults.length > 0) t.strictSame(faults, [])
        }
    }
  }
  t.pass('all of them')
})

t.test('a wide directory is shared out', async (t) => {
  const root = t.testdir()
  for (let i = 0; i < 5000; i++) writeFileSync(join(root, `f${i}`), 'x')
  let parts = 0
  const { found } = await shared([root], {}, { limit: 3, onPart: () => parts++ })
  t.equal(new Set(found).size, 5000)
  t.equal(found.length, 5000)
  t.ok(parts > 4, `${parts} parts`)
})

t.test('several trees, and none', async (t) => {
  const root = t.testdir({ a: { x: 'x', b: { y: 'y' } }, c: { z: 'z' }, d: {} })
  const roots = ['a', 'c', 'd'].map((name) => join(root, name))
  t.strictSame((await shared(roots, {}, { limit: 2 })).found, await whole(roots, {}))
  t.strictSame(await shared([], {}, { limit: 2 }), { found: [], faults: [] })
})

t.test('a lane that has a name is walked by one at a time, others by as many as may', async (t) => {
  const root = t.testdir()
  for (let i = 0; i < 600; i++) writeFileSync(join(root, `f${i}`), 'x')
  for (const [lane, want] of [
    ['sda', 1],
    ['', 3],
  ] as const) {
    let most = 0
    const onPart = (active: number) => (most = Math.max(most, active))
    const laneOf = () => lane
    await shared([root], {}, { limit: 3, names: 40, laneOf, late: () => 1, onPart })
    t.equal(most, want, lane)
  }
})

t.test('a directory that cannot be listed is one fault, with its code', async (t) => {
  const root = t.testdir({ a: { b: 'b' }, c: 'c' })
  const gone = { ...top(join(root, 'a')), path: join(root, 'gone') }
  const faults: string[] = []
  const walkPart = partWalker(await walkRules({}), new FoundFiles(pathOf))
  const helpers = { limit: 2, laneOf: () => '', walk: async (part: Part, names: number) => structuredClone(walkPart(part, names)) } // prettier-ignore
  const found: string[] = []
  for await (const batch of walkShared([gone, top(root)], helpers, (fault) => faults.push(faultText(fault))))
    found.push(...batch) // prettier-ignore
  t.strictSame(found.sort(), [join(root, 'a/b'), join(root, 'c')])
  t.strictSame(faults, [`list ${join(root, 'gone')}: ENOENT`])
})

t.test('a helper that fails ends the walk with its error', async (t) => {
  const root = plant(t, 3)
  for (const bad of [1, 2, 5]) {
    let parts = 0
    const onPart = () => {
      if (++parts >= bad) throw new Error('a thread has died')
    }
    await t.rejects(shared([root], {}, { limit: 3, names: 2, onPart }), {
      message: 'a thread has died',
    })
  }
})
