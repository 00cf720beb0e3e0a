import t from 'tap'
import { InodeCounter } from '../../lib/group/count-copies.js'
import type { By } from '../../lib/group/group-key.js'
import { byKey } from '../../lib/group/orders.js'
import { withCopies } from '../../lib/group/with-copies.js'
import { Contents, LITTLE, MUCH, nameOf, pileOf } from '../helper/frames.js'
import { randomFrom, shuffled } from '../helper/random.js'
import { file } from '../helper/records.js'

/** Files as `name size inode`, which is also what their digest is made of. */
const FILES = ['a 1 1', 'b 1 2', 'c 2 3', 'd 3 4', 'e 3 4', 'f 4 5', 'g 4 5', 'h 4 6', 'i 4 7']

// prettier-ignore
const cases: [what: string, wanted: (copies: number) => boolean, names: string][] = [
  ['two copies or more',   (n) => n >= 2, 'abfghi'],
  ['three copies or more', (n) => n >= 3, 'fghi'],
  ['four copies or more',  (n) => n >= 4, ''],
  ['one copy',             (n) => n < 2,  'cde'],
  ['fewer than three',     (n) => n < 3,  'abcde'],
  ['any number',           () => true,    'abcdefghi'],
]

for (const by of ['size', 'head', 'hash'] as const)
  for (const [where, budget] of [
    ['in memory', MUCH],
    ['on disk', LITTLE],
  ] as const)
    for (const [what, wanted, names] of cases)
      t.test(`by ${by}, ${where}: ${what}`, async (t) => {
        // on disk, each file is there many times over, with other sizes
        const times = budget === LITTLE ? 20 : 1
        const found = keep(by, budget, times, wanted)
        t.equal(found.sort().join(''), Array.from(names, (name) => name.repeat(times)).join(''))
      })

function keep(by: By, budget: number, times: number, wanted: (n: number) => boolean): string[] {
  const contents = new Contents(by)
  const records = Array.from({ length: times }, (_, time) =>
    FILES.map((text) => record(text, time)),
  ).flat()
  const order = byKey(by)
  const mixed = shuffled(records, randomFrom(7)).map((record) => contents.of(record))
  const pile = pileOf(mixed, order, budget)
  const found: string[] = []
  withCopies(
    () => pile.cursor(),
    order,
    new InodeCounter(order),
    wanted,
    (cursor) => found.push(nameOf(cursor).at(-1)!),
  )
  pile.close()
  return found
}

function record(text: string, time: number) {
  const [name, size, ino] = text.split(' ')
  const digest = size!.padStart(2, '0').repeat(32)
  return file(`/${time}/${name}`, {
    size: Number(size) + 10 * time,
    ino: `${ino}${time}`,
    head: digest,
    headBytes: 16384,
    hash: digest,
    algo: 'blake3',
  })
}

t.test('nothing comes of nothing', async (t) => {
  const pile = pileOf([], byKey('size'))
  withCopies(
    () => pile.cursor(),
    byKey('size'),
    new InodeCounter(byKey('size')),
    () => true,
    () => t.fail('there is nothing'),
  )
})
