import t from 'tap'
import { file } from '../helper/records.js'
import { script } from '../helper/script.js'

const { Summary } = await script('start/summary.mjs')

const old = { mtimeNs: '5' }
const a = file('/a', old)
const b = file('/b')
const c = file('/c')
const alsoB = file('/also-b', { ino: b.ino, nlink: 2 })
const linkedB = file('/b', { ino: b.ino, nlink: 2 })
const outside = file('/d', { nlink: 2 })
const elsewhere = file('/mnt/e', { dev: '2' })
const elsewhereToo = file('/mnt/f', { dev: '2' })
const sparse = file('/g', { blocks: 0 })
const { blocks: _, ...unknown } = file('/h')
const old2 = file('/a', { mtimeNs: '-5', nlink: 2 })

// prettier-ignore
const cases: [name: string, files: object[], copies: number, linkable: number, elsewhere: number][] = [
  ['two copies: one can go',               [a, b],                    1, 4096, 0],
  ['three: two can go',                    [a, b, c],                 2, 8192, 0],
  ['hard links are one copy',              [a, linkedB, alsoB],       1, 4096, 0],
  ['a name outside keeps the blocks',      [a, outside],              1, 0,    0],
  ['unless it is the one that stays',      [old2, b],                 1, 4096, 0],
  ['another disk cannot be linked to',     [a, elsewhere],            1, 0,    4096],
  ['but has copies of its own',            [a, elsewhere, elsewhereToo], 2, 4096, 4096],
  ['blocks count, not size',               [a, sparse],               1, 0,    0],
  ['size where blocks are unknown',        [a, unknown],              1, 4096, 0],
]

for (const [name, files, copies, linkable, elsewhere] of cases)
  t.test(name, async (t) => {
    const summary = new Summary()
    summary.add({ type: 'group', size: 4096, files })
    t.match(summary, { groups: 1, copies, linkable, elsewhere })
  })

t.test('the ten biggest, in order, with five names each', async (t) => {
  const summary = new Summary()
  for (const blocks of [3, 12, 7, 1, 9, 5, 11, 2, 8, 4, 10, 6])
    summary.add({ type: 'group', size: 1, files: group(blocks) })
  const frees = summary.biggest.map((group: { frees: number }) => group.frees / 512 / 6)
  t.strictSame(frees, [12, 11, 10, 9, 8, 7, 6, 5, 4, 3])
  t.equal(summary.biggest[0].names.some.length, 5)
  t.equal(summary.biggest[0].names.more, 2)
  t.equal(summary.groups, 12)
})

function group(blocks: number) {
  return ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => file(`/${name}`, { blocks }))
}
