import { symlinkSync } from 'node:fs'
import t from 'tap'
import { FoundFiles } from '../../lib/walk/found-files.js'
import type { Part } from '../../lib/walk/part.js'
import { partWalker } from '../../lib/walk/part-walker.js'
import { walkRules, type WalkOptions } from '../../lib/walk/rules.js'
import { walk, type Operands } from '../../lib/walk/walk.js'
import { faultText, pathOf } from '../helper/walked.js'

async function found(cwd: string, operands: Operands, options: WalkOptions = {}) {
  const faults: string[] = []
  const world = {
    cwd: Buffer.from(cwd),
    fault: (fault: Parameters<typeof faultText>[0]) => void faults.push(faultText(fault)),
    onPool: () => {},
  }
  const paths: string[] = []
  for await (const batch of walk(operands, await walkRules(options), new FoundFiles(pathOf), world))
    paths.push(...batch)
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
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  t.strictSame(paths.sort(), dirs.map((name) => `${dir}/${name}/f`).sort())
})
