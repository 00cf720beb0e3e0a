import t from 'tap'
import { onePerName } from '../../lib/group/one-per-name.js'
import { byName } from '../../lib/group/orders.js'
import { HERE } from '../../lib/record/host.js'
import type { FileRecord } from '../../lib/record/file.js'
import { Contents, lineOf, LITTLE, MUCH, pileOf } from '../helper/frames.js'
import { file } from '../helper/records.js'

const HASH = { hash: 'aa', algo: 'sha1' }
const a = file('/a', HASH)
const b = file('/b', HASH)
const newer = { ...a, ctimeNs: '1700000000000000000' }

const placeOf = ({ path, host = '' }: FileRecord) => `${path} ${host}`

/** The n-th of other names, to stand between. */
const other = (n: number) => file(`/other/${n}`, HASH)

// prettier-ignore
const cases: [what: string, records: FileRecord[], kept: FileRecord[], disagreeing: number][] = [
  ['nothing',                          [],                                 [],              0],
  ['two names',                        [a, b],                             [a, b],          0],
  ['one name twice',                   [a, a],                             [a],             0],
  ['one name three times',             [a, b, a, a],                       [a, b],          0],
  ['below two operands',               [{ ...a, root: '/a' }, { ...a, root: '/' }], [{ ...a, root: '/' }], 0],
  ['changed in between',               [a, newer],                         [newer],         1],
  ['changed twice is one name',        [a, newer, { ...newer, size: 9 }],  [newer],         1],
  ['two names changed',                [a, newer, b, { ...b, ctimeNs: '9' }], [newer, b],   2],
  ['another inode',                    [a, { ...newer, ino: '5' }],        [{ ...newer, ino: '5' }], 1],
  ['another inode in no time',         [{ ...a, ino: '5' }, { ...a, ino: '4' }], [{ ...a, ino: '4' }], 1],
  ['another size in no time',          [{ ...a, size: 5 }, { ...a, size: 4 }], [{ ...a, size: 4 }], 1],
  ['another digest in no time',        [{ ...a, hash: 'bb' }, a],          [a],             1],
  ['on two machines',                   [a, { ...a, host: 'm' }],           [a, { ...a, host: 'm' }], 0],
  ['twice on each of two machines',    [a, { ...a, host: 'm' }, newer, { ...newer, host: 'm' }], [newer, { ...newer, host: 'm' }], 2],
  ['on this machine, by its name',     [{ ...a, host: HERE }, newer], [newer],         1],
  ['the same, and nothing changed',    [{ ...a, host: HERE }, a],    [{ ...a, host: HERE }], 0],
  ['one inode under two names',        [a, { ...b, ino: a.ino }],          [a, { ...b, ino: a.ino }], 0],
]

for (const [what, records, kept, disagreeing] of cases)
  for (const [where, budget] of [
    ['in memory', MUCH],
    ['on disk', LITTLE],
  ] as const)
    for (const input of [records, records.toReversed()])
      t.test(`${what}, ${where}`, async (t) => {
        const contents = new Contents('hash')
        const others = Array.from({ length: budget === LITTLE ? 60 : 0 }, (_, i) => other(i))
        const all = [...input.slice(0, 1), ...others, ...input.slice(1)]
        const pile = pileOf(
          all.map((record) => contents.of(record)),
          byName(contents.kinds),
          budget,
        )
        const found: string[] = []
        const count = onePerName(pile.cursor(), (cursor) => found.push(lineOf(cursor)))
        pile.close()
        const paths = new Set(others.map(({ path }) => path))
        t.strictSame(
          found
            .map((line) => JSON.parse(line))
            .filter(({ path }) => !paths.has(path))
            .sort((x, y) => (placeOf(x) < placeOf(y) ? -1 : 1)),
          kept,
        )
        t.equal(found.length, kept.length + others.length)
        t.equal(count, disagreeing)
      })
