import t from 'tap'
import { TempFile } from '../../lib/fs/temp-file.js'
import { byInode, byName } from '../../lib/group/orders.js'
import { Pile } from '../../lib/group/pile.js'
import { Contents, LITTLE, MUCH, nameOf, pileOf, shown } from '../helper/frames.js'
import { file } from '../helper/records.js'

const contents = new Contents()
const COUNT = 300
const files = Array.from({ length: COUNT }, (_, i) =>
  contents.of(file(`/${i}`, { ino: String((i * 7919) % 1009) })),
)
const sorted = files.toSorted((a, b) => Number(a.ino) - Number(b.ino)).map(({ name }) => name)

for (const [where, budget] of [
  ['in memory', MUCH],
  ['on disk', LITTLE],
] as const) {
  t.test(`${where}: all of it, in order, as often as wanted`, async (t) => {
    const pile = pileOf(files, byInode(contents.volumes), budget)
    t.strictSame(shown(pile.cursor(), nameOf), sorted)
    t.strictSame(shown(pile.cursor(), nameOf), sorted)
    pile.close()
  })

  t.test(`${where}: what is kept of it, in another order`, async (t) => {
    const pile = pileOf(files, byName(contents.kinds), budget)
    const next = pile.successor(byInode(contents.volumes))
    const cursor = pile.cursor()
    const isKept = (name: string) => name.endsWith('7')
    while (cursor.next()) if (isKept(nameOf(cursor))) next.take(cursor)
    pile.close()
    t.strictSame(shown(next.cursor(), nameOf), sorted.filter(isKept))
    next.close()
  })

  t.test(`${where}: a frame of a megabyte`, async (t) => {
    const large = contents.of({ ...file('/large', { ino: '500' }), more: 'x'.repeat(1e6) } as never)
    const pile = pileOf([...files, large, ...files.slice(0, 5)], byInode(contents.volumes), budget)
    t.equal(shown(pile.cursor(), nameOf).length, COUNT + 6)
    pile.close()
  })
}

t.test('a pile that fits makes no file', async (t) => {
  const pile = new Pile(byInode(contents.volumes), MUCH, () => {
    throw new Error('no file, please')
  })
  for (const content of files) pile.add(content)
  t.strictSame(shown(pile.cursor(), nameOf), sorted)
})

t.test('a pile that does not fit, and may not make a file, says so', async (t) => {
  const pile = new Pile(byInode(contents.volumes), LITTLE, () => new TempFile('/not/there'))
  t.throws(() => files.forEach((content) => pile.add(content)), /"\/not\/there".*ENOENT/)
})
