import { linkSync, mkdirSync, symlinkSync } from 'node:fs'
import t, { type Test } from 'tap'
import type { Branch, Pool } from '../../lib/pool/branch.js'
import { resolveGroups } from '../../lib/pool/resolve-groups.js'
import { pathBytes } from '../../lib/record/path.js'
import type { GroupRecord } from '../../lib/record/group.js'
import type { FileRecord } from '../../lib/record/file.js'
import { group } from '../helper/plan.js'
import { file } from '../helper/records.js'
import { Scratch } from '../helper/scratch.js'

/** `a` and `b` are branches of `pool`, which is the union of them. */
function stage(t: Test) {
  const scratch = new Scratch(t)
  for (const name of ['a/', 'b/', 'pool/', 'else/']) mkdirSync(scratch.at(name))
  const branch = (name: string): Branch => {
    const path = scratch.at(name)
    return { path, real: path, mode: 'RW', free: 0, minFree: 0 }
  }
  const branches = [branch('a'), branch('b')]
  const all = branches.map(({ path }) => path)
  const pool: Pool = { point: scratch.at('pool'), alias: undefined, branches, all, warnings: [] }
  return { scratch, pool }
}

async function resolve(pool: Pool, records: readonly (GroupRecord | { type: 'empty' })[]) {
  const faults: string[] = []
  const input = (async function* () {
    yield records
  })()
  const found: (GroupRecord | { type: 'empty' })[] = []
  for await (const batch of resolveGroups(input, pool, ({ cause }) =>
    faults.push((cause as Error).message),
  ))
    found.push(...batch)
  return { found, faults }
}

type Files = { readonly [name: string]: string }

// `pool/x` is planted too, as the pool would show it.
// prettier-ignore
const cases: [name: string, files: Files, ask: string, want: string[], fault?: RegExp][] = [
  ['a path of a branch',                  { 'a/x': 'x' },                                        'a/x',    ['a/x']],
  ['is not looked at',                    { 'a/x': 'x', 'b/x': 'y' },                            'a/x',    ['a/x']],
  ['a path of the pool',                  { 'b/s/x': 'x', 'pool/s/x': 'x' },                     'pool/s/x', ['b/s/x']],
  ['on both branches',                    { 'a/x': 'x', 'b/x': 'x', 'pool/x': 'x' },             'pool/x', ['a/x', 'b/x']],
  ['with another content',                { 'a/x': 'x', 'b/x': 'y', 'pool/x': 'x' },             'pool/x', ['a/x', 'b/x']],
  ['with another size',                   { 'a/x': 'x', 'b/x': 'longer', 'pool/x': 'x' },        'pool/x', [], /files of different sizes have this name on the branches/],
  ['a directory of that name',            { 'a/x': 'x', 'b/x/y': 'y', 'pool/x': 'x' },           'pool/x', [], /is not a regular file on the branch ".*\/b"/],
  ['a file above it',                     { 'a/s/x': 'x', 'b/s': 'y', 'pool/s/x': 'x' },         'pool/s/x', ['a/s/x']],
  ['on none',                             { 'pool/x': 'x' },                                     'pool/x', [], /is on none of the branches/],
  ['changed since',                       { 'a/x': 'longer', 'pool/x': 'x' },                    'pool/x', [], /changed since it was listed/],
  ['somewhere else',                      { 'else/x': 'x' },                                     'else/x', [], /is neither in the pool nor on one of its branches/],
  ['a name that is not UTF-8',            { 'a/\xff': 'x', 'pool/\xff': 'x' },                   'pool/\xff', ['a/\xff']],
]

for (const [name, files, ask, want, fault] of cases)
  t.test(name, async (t) => {
    const { scratch, pool } = stage(t)
    for (const [name, content] of Object.entries(files)) scratch.write(name, content)
    const { found, faults } = await resolve(pool, [group([scratch.record(ask)])])
    const [one] = found as GroupRecord[]
    const names = one!.files.map((file) =>
      pathBytes(file).toString('latin1', scratch.root.length + 1),
    )
    t.strictSame(names, want)
    for (const file of one!.files)
      t.equal(
        file.root,
        `${scratch.root}/${pathBytes(file).toString('latin1', scratch.root.length + 1)[0]}`,
      )
    if (fault) t.match(faults.join(), fault)
    else t.strictSame(faults, [])
  })

t.test('one file by two paths is one', async (t) => {
  const { scratch, pool } = stage(t)
  const [a, p] = [scratch.write('a/x'), scratch.write('pool/x', 'a/x')]
  const { found } = await resolve(pool, [group([a, p])])
  t.equal((found[0] as GroupRecord).files.length, 1)
})

t.test('two names of one inode stay two', async (t) => {
  const { scratch, pool } = stage(t)
  scratch.write('a/x')
  linkSync(scratch.at('a/x'), scratch.at('a/y'))
  const { found } = await resolve(pool, [group([scratch.record('a/x'), scratch.record('a/y')])])
  t.equal((found[0] as GroupRecord).files.length, 2)
})

t.test('a symlink on a branch is no copy', async (t) => {
  const { scratch, pool } = stage(t)
  const p = scratch.write('pool/x', 'x')
  scratch.write('a/x', 'x')
  symlinkSync('x', scratch.at('b/x'))
  t.match((await resolve(pool, [group([p])])).faults, [/is not a regular file on the branch/])
})

t.test('what is no group, or elsewhere, goes through', async (t) => {
  const { pool } = stage(t)
  const far: FileRecord = file('/x', { host: 'nas' })
  const records = [{ type: 'empty' } as const, group([far])]
  t.strictSame(await resolve(pool, records), { found: records, faults: [] })
})

t.test('one path on two machines is two names', async (t) => {
  const { scratch, pool } = stage(t)
  const here = scratch.write('a/k')
  const files = [here, { ...here, host: 'nas' }, { ...here, host: 'nas2' }]
  const { found, faults } = await resolve(pool, [group(files)])
  t.strictSame(faults, [])
  t.strictSame(
    (found[0] as GroupRecord).files.map(({ host }) => host),
    [undefined, 'nas', 'nas2'],
  )
})

t.test('a lost name gets the branch that has its directory', async (t) => {
  const { scratch, pool } = stage(t)
  scratch.write('b/s/other')
  const lost = [
    { path: `${scratch.root}/pool/s/x` },
    { path: `${scratch.root}/a/x` },
    { path: '/else' },
  ]
  const { found } = await resolve(pool, [group([scratch.write('a/k')], { lost })])
  t.strictSame((found[0] as GroupRecord).lost, [
    { path: `${scratch.root}/b/s/x`, root: `${scratch.root}/b` },
    { path: `${scratch.root}/a/x`, root: `${scratch.root}/a` },
    { path: '/else' },
  ])
})
