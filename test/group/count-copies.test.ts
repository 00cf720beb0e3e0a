import t from 'tap'
import { InodeCounter, ViewCounter } from '../../lib/group/count-copies.js'
import type { By } from '../../lib/group/group-key.js'
import { byKey } from '../../lib/group/orders.js'
import type { FileRecord } from '../../lib/record/file.js'
import { Contents, pileOf } from '../helper/frames.js'
import { randomFrom, shuffled } from '../helper/random.js'
import { file } from '../helper/records.js'

const DIGEST = { head: 'aa', headBytes: 16, hash: 'aabb', algo: 'sha1' }
const a = file('/a', { ino: '5', ...DIGEST })
const like = (path: string, fields: Partial<FileRecord>) =>
  ({ ...a, path, ...fields }) as FileRecord
const view = like('/v/a', { dev: '9' })
const isStacked = ({ dev }: FileRecord) => dev === '9'
const later = { ctimeNs: '1600000000000000001' }

// prettier-ignore
const cases: [name: string, records: FileRecord[], inodes: number, copies: number][] = [
  ['one',                                [a],                                                        1, 1],
  ['two inodes',                         [a, like('/b', { ino: '6' })],                              2, 2],
  ['hard links',                         [a, like('/b', {}), like('/c', {})],                        1, 1],
  ['a number on two devices',            [a, { ...view, ...later }],                                 2, 2],
  ['a view on another device',           [a, view],                                                  2, 1],
  ['a number and its times on two disks', [a, like('/b', { dev: '2' })],                             2, 2],
  ['two views, and two other files',     [a, view, like('/c', { dev: '3' }), like('/d', { dev: '3', ino: '6' }), like('/e', { dev: '4', ...later })], 5, 3],
  ['hard links, and views of both',      [a, like('/b', {}), view, like('/v/b', { dev: '9' })],      2, 1],
  ['a link whose times moved',           [a, like('/b', later), view],                               2, 1],
  ['and a view of that',                 [a, like('/b', later), like('/v/b', { dev: '9', ...later })], 2, 1],
  ['the same numbers twice',             [a, view, like('/b', { ino: '6' }), like('/v/b', { dev: '9', ino: '6' })], 4, 2],
  ['views on two other machines',        [a, like('/v', { dev: '9', host: 'b' }), like('/w', { dev: '9', host: 'c' })], 3, 3],
]

/** Copies of the only key that there is. */
function count(
  records: readonly FileRecord[],
  by: By,
  Counter: typeof InodeCounter | typeof ViewCounter,
) {
  const contents = new Contents(by)
  const order = byKey(by)
  const cursor = pileOf(records.map((record) => contents.of(record)), order).cursor() // prettier-ignore
  const counter = new Counter(order, isStacked)
  for (let isFirst = true; cursor.next(); isFirst = false)
    isFirst ? counter.begin() : counter.add(cursor)
  return counter.copies
}

for (const by of ['size', 'head', 'hash'] as const)
  for (const [name, records, inodes, copies] of cases)
    t.test(`by ${by}: ${name}`, async (t) => {
      for (let time = 0; time < 4; time++) {
        const mixed = shuffled(records, randomFrom(time))
        t.equal(count(mixed, by, InodeCounter), inodes)
        t.equal(count(mixed, by, ViewCounter), copies)
      }
    })

t.test('each key is counted from one', async (t) => {
  const counter = new ViewCounter(byKey('size'), isStacked)
  for (let time = 0; time < 2; time++) {
    counter.begin()
    t.equal(counter.copies, 1)
  }
})
