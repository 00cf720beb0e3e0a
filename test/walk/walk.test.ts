import { symlinkSync } from 'node:fs'
import t from 'tap'
import { readMounts } from '../../lib/fs/mounts.js'
import { FoundFiles } from '../../lib/walk/found-files.js'
import type { Part } from '../../lib/walk/part.js'
import { partWalker } from '../../lib/walk/part-walker.js'
import { canMeetTwice } from '../../lib/walk/meets-twice.js'
import { walkRules, type WalkOptions } from '../../lib/walk/rules.js'
import type { Helpers } from '../../lib/walk/shared-walk.js'
import { walk, type Operands } from '../../lib/walk/walk.js'
import { walkHelpers } from '../helper/walk-helpers.js'
import { faultText, pathOf } from '../helper/walked.js'

async function found(
  cwd: string,
  operands: Operands,
  options: WalkOptions = {},
  helpers?: Helpers<string>,
) {
  const faults: string[] = []
  const world = {
    cwd: Buffer.from(cwd),
    fault: (fault: Parameters<typeof faultText>[0]) => void faults.push(faultText(fault)),
    onPool: () => {},
  }
  const paths: string[] = []
  const batches = walk(operands, await walkRules(options), new FoundFiles(pathOf), world, helpers)
  for await (const batch of batches) paths.push(...batch)
  const short = (text: string) => text.replaceAll(`${cwd}/`, '')
  return { paths: paths.map(short), faults: faults.map(short) }
}

async function* list(...batches: string[][]): AsyncGenerator<Buffer[]> {
  for (const batch of batches) yield batch.map((name) => Buffer.from(name))
}

const tree = { a: { b: { x: 'x' }, y: 'y' }, c: { z: 'z' }, f: 'f' }
const all = ['a/b/x', 'a/y', 'c/z', 'f']

// prettier-ignore
const operands: [operands: string[], want: string[]][] = [
  [['.'],                        all],
  [['a', 'c'],                   ['a/b/x', 'a/y', 'c/z']],
  [['c', 'a'],                   ['c/z', 'a/b/x', 'a/y']],
  [['f', 'c'],                   ['f', 'c/z']],
  [['.', '.'],                   all],
  [['.', 'a/../.'],              all],
  [['a/b', '.'],                 ['a/b/x', 'a/y', 'c/z', 'f']],
  [['.', 'a/b', 'f'],            all],
  [['a/y', 'f', 'a/y', '.'],     ['a/y', 'f', 'a/b/x', 'c/z']],
  [['link', '.'],                ['link/b/x', 'link/y', 'c/z', 'f']],
  [['.', 'link', 'link/y'],      all],
  [[],                           []],
]

for (const [names, want] of operands)
  t.test(`operands ${names.join(' ')}`, async (t) => {
    const dir = t.testdir(tree)
    symlinkSync('a', `${dir}/link`)
    const given = names.map((name) => Buffer.from(name))
    t.strictSame(await found(dir, given), { paths: want, faults: [] })
    t.strictSame(
      await found(dir, list(...names.map((name) => [name]))),
      { paths: want, faults: [] },
      'as a list',
    )
  })

t.test('a missing operand is a fault, the others are walked', async (t) => {
  const dir = t.testdir(tree)
  const { paths, faults } = await found(dir, list(['c', 'none'], ['f']))
  t.strictSame(paths, ['c/z', 'f'])
  t.strictSame(faults, ['stat none: ENOENT'])
})

t.test('more operands than are compared with each other', async (t) => {
  const names = Array.from({ length: 300 }, (_, i) => `f${i}`)
  const dir = t.testdir(Object.fromEntries(names.map((name) => [name, 'x'])))
  const given = [...names, ...names, '.'].map((name) => Buffer.from(name))
  t.strictSame((await found(dir, given)).paths, names)
})

t.test('many files in one chunk of a list are handed on in batches', async (t) => {
  const names = Array.from({ length: 1000 }, (_, i) => `f${i}`)
  const dir = t.testdir(Object.fromEntries(names.map((name) => [name, 'x'])))
  const world = { cwd: Buffer.from(dir), fault: () => {}, onPool: () => {} }
  const sizes: number[] = []
  for await (const batch of walk(list(names), await walkRules({}), new FoundFiles(pathOf), world))
    sizes.push(batch.length)
  t.ok(Math.max(...sizes) < 1000, String(sizes))
  t.equal(
    sizes.reduce((sum, size) => sum + size),
    1000,
  )
})

t.test('a list of files is handed on chunk by chunk, not at its end', async (t) => {
  const dir = t.testdir(tree)
  const world = { cwd: Buffer.from(dir), fault: () => {}, onPool: () => {} }
  const batches = walk(
    list(['f'], ['a/y'], ['none']),
    await walkRules({}),
    new FoundFiles(pathOf),
    world,
  )
  t.strictSame(await batches.next(), { value: [`${dir}/f`], done: false })
  t.strictSame(await batches.next(), { value: [`${dir}/a/y`], done: false })
  t.strictSame(await batches.next(), { value: undefined, done: true })
})

t.test('what helpers find while the last batch is looked at is not lost', async (t) => {
  const dirs = Array.from({ length: 20 }, (_, i) => `d${i}`)
  const dir = t.testdir(Object.fromEntries(dirs.map((name) => [name, { f: 'x' }])))
  const world = { cwd: Buffer.from(dir), fault: () => {}, onPool: () => {} }
  const rules = await walkRules({})
  const walkPart = partWalker(rules, new FoundFiles(pathOf))
  const helpers = {
    limit: 4,
    laneOf: () => '',
    walk: async (part: Part) => {
      await new Promise(setImmediate)
      return walkPart(part, 2)
    },
  }
  const given = dirs.map((name) => Buffer.from(name))
  const paths: string[] = []
  for await (const batch of walk(given, rules, new FoundFiles(pathOf), world, helpers)) {
    paths.push(...batch)
    for (let turns = 0; turns < 50; turns++) await new Promise(setImmediate)
  }
  t.strictSame(paths.sort(), dirs.map((name) => `${dir}/${name}/f`).sort())
})

// prettier-ignore
const helped: [operands: string[], options: WalkOptions, want: string[], faults?: string[]][] = [
  [[],                      {},                 []],
  [['.'],                   {},                 all],
  [['.'],                   { maxDepth: 0 },    []],
  [['.'],                   { maxDepth: 1 },    ['f']],
  [['.'],                   { maxDepth: 2 },    ['a/y', 'c/z', 'f']],
  [['f', 'c'],              { maxDepth: 0 },    ['f']],
  [['a', 'c'],              {},                 ['a/b/x', 'a/y', 'c/z']],
  [['link', 'c'],           {},                 ['c/z', 'link/b/x', 'link/y']],
  [['f', 'a', 'c/z'],       {},                 ['a/b/x', 'a/y', 'c/z', 'f']],
  [['f'],                   {},                 ['f']],
  [['c', 'none', 'f'],      {},                 ['c/z', 'f'], ['stat none: ENOENT']],
  [['.'],                   { name: ['x'] },    ['a/b/x']],
  [['.', 'a'],              {},                 all],
  [['.', 'f', '.'],         {},                 all],
  [['link', 'a'],           {},                 ['link/b/x', 'link/y']],
  [['.'],                   { follow: true },   all],
]

for (const [names, options, want, faults = []] of helped)
  t.test(`with helpers: ${names.join(' ')} ${JSON.stringify(options)}`, async (t) => {
    const dir = t.testdir(tree)
    symlinkSync('a', `${dir}/link`)
    const given = names.map((name) => Buffer.from(name))
    const paths = names.map((name) => (name === '.' ? dir : `${dir}/${name}`))
    for (const size of [1, 1024]) {
      const helpers = walkHelpers(await walkRules(options), { names: size })
      const { paths: some, faults: others } = await found(dir, given, options, helpers)
      t.strictSame([some.sort(), others], [want, faults])
      const isShared = !options.follow && !canMeetTwice(paths, readMounts())
      const isTree = names.some((name) => !/^f$|z$|none/.test(name))
      t.equal(
        helpers.parts.length > 0,
        isShared && isTree,
        'helpers are asked where nothing is met twice',
      )
    }
    const idle = walkHelpers(await walkRules(options))
    const lists = await found(dir, list(names), options, idle)
    t.strictSame([lists.paths.sort(), lists.faults], [want, faults], 'as a list')
    t.equal(idle.parts.length, 0, 'of which nobody knows what will come')
  })

t.test('with helpers: one of them fails', async (t) => {
  const dir = t.testdir(tree)
  const helpers = {
    ...walkHelpers(await walkRules({})),
    walk: async () => Promise.reject(new Error('boom')),
  }
  const isShared = !canMeetTwice([dir], readMounts())
  const walked = found(dir, [Buffer.from('.')], {}, helpers)
  if (isShared) await t.rejects(walked, { message: 'boom' })
})
