import { symlinkSync } from 'node:fs'
import t from 'tap'
import type { Branch, Pool } from '../../lib/pool/branch.js'
import { locate, on, spread } from '../../lib/pool/locate.js'

const dir = t.testdir({ x: { y: '' } })
symlinkSync('x', `${dir}/link`)
symlinkSync('y', `${dir}/x/z`)
symlinkSync('/mnt/none', `${dir}/x/gone`)

function branch(path: string, real = path): Branch {
  const [a, b] = [Buffer.from(path), Buffer.from(real)]
  return { path: a, real: b, mode: 'RW', free: 0, minFree: 0 }
}

const pool: Pool = {
  point: Buffer.from('/mnt/pool'),
  alias: Buffer.from('/pool'),
  branches: [branch('/mnt/a', '/disks/a'), branch('/mnt/b'), branch(`${dir}/x`)],
  all: [],
  warnings: [],
}

// Where a path is: `branch: below`, or `pool: below`.
// prettier-ignore
const cases: [path: string, where: string | undefined, all: string[]][] = [
  ['/mnt/a/x',            '/mnt/a: /x',        ['/mnt/a/x']],
  ['/disks/a/x/y',        '/mnt/a: /x/y',      ['/mnt/a/x/y']],
  ['/mnt/a',              '/mnt/a: /',         ['/mnt/a']],
  ['/mnt/ab/x',           undefined,           []],
  ['/mnt/pool/x',         'pool: /x',          ['/mnt/a/x', '/mnt/b/x', `${dir}/x/x`]],
  ['/pool/x',             'pool: /x',          ['/mnt/a/x', '/mnt/b/x', `${dir}/x/x`]],
  ['/mnt/pool',           'pool: /',           ['/mnt/a', '/mnt/b', `${dir}/x`]],
  ['/mnt/pools',          undefined,           []],
  ['/',                   undefined,           []],
  [`${dir}/link/y`,       `${dir}/x: /y`,      [`${dir}/x/y`]],
  [`${dir}/x/z`,          `${dir}/x: /z`,      [`${dir}/x/z`, `${dir}/x/y`]],
  [`${dir}/x/gone`,       `${dir}/x: /gone`,   [`${dir}/x/gone`]],
  [`${dir}/none/y`,       undefined,           []],
]

for (const [path, where, all] of cases)
  t.test(path.replace(dir, ''), async (t) => {
    const found = locate(Buffer.from(path), pool)
    t.equal(found && `${found.branch?.path ?? 'pool'}: ${found.below}`, where)
    const places = () => spread(Buffer.from(path), pool).map(String)
    if (where) t.strictSame(places(), all)
    else t.throws(places, { message: /is neither in the pool nor on one of/ })
  })

t.test('a place on a branch', async (t) => {
  t.equal(String(on(branch('/a'), Buffer.from('/x/y'))), '/a/x/y')
  t.equal(String(on(branch('/a'), Buffer.from('/'))), '/a')
})
