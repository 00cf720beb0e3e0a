import t from 'tap'
import { TempFile } from '../../lib/fs/temp-file.js'
import { Frame } from '../../lib/group/frame.js'
import { MergeCursor } from '../../lib/group/merge-cursor.js'
import { countAlike } from '../../lib/group/order.js'
import { byInode } from '../../lib/group/orders.js'
import { Runs } from '../../lib/group/runs.js'
import { Contents, frameOf, nameOf, shown } from '../helper/frames.js'
import { randomFrom } from '../helper/random.js'
import { file } from '../helper/records.js'

const contents = new Contents()
const order = () => byInode(contents.volumes)

/** A run of files by inode. */
function merged(inodes: readonly (readonly number[])[]): MergeCursor {
  const runs = new Runs(() => new TempFile())
  for (const [r, run] of inodes.entries()) {
    runs.begin()
    for (const ino of run) runs.add(frameOf(contents.of(file(`/${ino}/${r}`, { ino: `${ino}` }))))
  }
  return new MergeCursor(runs.readers(0), order())
}

// prettier-ignore
const cases: [inodes: number[][], want: string[]][] = [
  [[],                         []],
  [[[]],                       []],
  [[[], [1], []],              ['/1/1']],
  [[[1, 3], [2, 4]],           ['/1/0', '/2/1', '/3/0', '/4/1']],
  [[[5], [4], [3], [2], [1]],  ['/1/4', '/2/3', '/3/2', '/4/1', '/5/0']],
  [[[1, 1, 2], [1, 2]],        ['/1/0', '/1/0', '/1/1', '/2/0', '/2/1']],
]

for (const [inodes, want] of cases)
  t.test(`merges ${JSON.stringify(inodes)}`, async (t) => {
    const cursor = merged(inodes)
    t.strictSame(shown(cursor, nameOf), want)
    t.equal(cursor.next(), false, 'the end stays the end')
  })

t.test('many runs, with what is alike and the frame before', async (t) => {
  const random = randomFrom(3)
  const inodes = Array.from({ length: 40 }, () =>
    Array.from({ length: 60 }, () => Math.floor(random() * 300)).sort((a, b) => a - b),
  )
  const cursor = merged(inodes)
  const names: string[] = []
  while (cursor.next()) {
    const { frame, last, alike } = cursor
    t.equal(alike, names.length === 0 ? 0 : countAlike(order(), frame, last))
    if (names.length > 0) t.equal(nameOf({ frame: last }), names.at(-1))
    names.push(nameOf(cursor))
  }
  const want = inodes.flatMap((run, r) => run.map((ino) => ({ ino, name: `/${ino}/${r}` })))
  want.sort((a, b) => a.ino - b.ino || Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)))
  t.strictSame(
    names,
    want.map(({ name }) => name),
  )
  t.ok(cursor.frame instanceof Frame)
})
