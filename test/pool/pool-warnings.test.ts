import { writeFileSync } from 'node:fs'
import t from 'tap'
import type { Branch } from '../../lib/pool/branch.js'
import { poolWarnings } from '../../lib/pool/pool-warnings.js'

const dir = t.testdir({ a: {}, b: {} })
const branch = (name: string): Branch => {
  const path = Buffer.from(`${dir}/${name}`)
  return { path, real: path, mode: 'RW', free: 0, minFree: 0 }
}
const branches = [branch('a'), branch('b')]

t.test('no pool is mounted', async (t) => {
  t.match(
    poolWarnings(branches, [], undefined).join('\n'),
    /^no pool of these branches is mounted: /,
  )
  t.notMatch(poolWarnings(branches, [], dir).join('\n'), /no pool of these/)
})

t.test('what moves files parts links', async (t) => {
  t.match(poolWarnings(branches, [], dir).at(-1), /such as mergerfs.balance or rsync without -H/)
})

t.test('branches that were left out', async (t) => {
  const [first] = poolWarnings(branches, [Buffer.from('/mnt/c')], dir)
  t.equal(first, 'the pool has a branch "/mnt/c", too: nothing there will change')
})

// A host that has SnapRAID says so anyway, by its configuration.
for (const [name, told] of [
  ['notes.txt', false],
  ['snapraid.content', true],
  ['.snapraid.content', true],
  ['Snapraid-disk1.CONTENT', true],
] as const)
  t.test(`a file ${name} on a branch`, async (t) => {
    const own = { ...branch('b'), path: Buffer.from(t.testdir({ [name]: '' })) }
    writeFileSync(`${dir}/a/snapshot`, '')
    const text = poolWarnings([branches[0]!, own], [], dir).join('\n')
    if (told) t.match(text, new RegExp(`SnapRAID is in use \\(.*\\): sync before and after`))
    else t.notMatch(text, `${name}`)
  })
