import t from 'tap'
import { parseBranches, parseBytes, poolBranches, type PoolBranch } from '../../lib/fs/mergerfs.js'

type Short = [path: string, mode: PoolBranch['mode'], minFree?: number]

// prettier-ignore
const values: [value: string, branches: Short[]][] = [
  ['/mnt/a=RW',                       [['/mnt/a', 'RW']]],
  ['/mnt/a=RW:/mnt/b=NC:/mnt/c=RO',   [['/mnt/a', 'RW'], ['/mnt/b', 'NC'], ['/mnt/c', 'RO']]],
  ['/mnt/a=RW,50G:/mnt/b=NC,1M',      [['/mnt/a', 'RW', 50 * 2 ** 30], ['/mnt/b', 'NC', 2 ** 20]]],
  ['/mnt/a=RW,4096',                  [['/mnt/a', 'RW', 4096]]],
  ['/mnt/a=b=RW',                     [['/mnt/a=b', 'RW']]],
  ['/mnt/a=b',                        [['/mnt/a=b', 'RW']]],
  ['/mnt/a\n=RO',                     [['/mnt/a\n', 'RO']]],
  ['/mnt/a',                          [['/mnt/a', 'RW']]],
]

for (const [value, branches] of values)
  t.test(JSON.stringify(value), async (t) => {
    t.strictSame(
      parseBranches(value),
      branches.map(([path, mode, minFree]) => ({ path, mode, minFree })),
    )
  })

// prettier-ignore
const sizes: [text: string, bytes: number | undefined][] = [
  ['0', 0], ['4294967296', 2 ** 32], ['10K', 10240], ['4g', 2 ** 32], ['1T', 2 ** 40], ['7B', 7],
  ['', undefined], ['x', undefined], ['1.5G', undefined], ['-1', undefined],
]

for (const [text, bytes] of sizes)
  t.test(`"${text}" bytes`, async (t) => t.equal(parseBytes(text), bytes))

t.test('what is no pool has no branches', async (t) =>
  t.equal(poolBranches(t.testdir()), undefined),
)
