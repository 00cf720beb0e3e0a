import t from 'tap'
import { Frame, WORD } from '../../lib/group/frame.js'
import type { Order } from '../../lib/group/order.js'
import { Slabs } from '../../lib/group/slabs.js'
import { sortRefs } from '../../lib/group/sort-refs.js'
import { randomFrom } from '../helper/random.js'

/** Frames are told apart by three words: two columns, the second turned round, and a rest. */
const order: Order = {
  columns: [
    { word: WORD.volume },
    { word: WORD.inoLow, turn: (word) => 2 ** 32 - 1 - word },
    { word: WORD.inoHigh }, // the same in all
  ],
  rest: (a, b) => a.word(WORD.kind) - b.word(WORD.kind),
}

type Row = [volume: number, inoLow: number, kind: number]

const compare = (a: Row, b: Row) => a[0] - b[0] || b[1] - a[1] || a[2] - b[2]

/** What a column is, over what range, so that there are many ties, or few. */
// prettier-ignore
const kinds: [name: string, volumes: number, inodes: number][] = [
  ['all different',        2 ** 32, 2 ** 32],
  ['numbers over 16 bits', 3,       2 ** 32],
  ['many ties',            3,       200],
  ['one large tie',        1,       1],
]

for (const count of [0, 1, 2, 7, 500, 5000])
  // few are compared, many are counted
  for (const [name, volumes, inodes] of kinds)
    t.test(`${count}, ${name}`, async (t) => {
      const random = randomFrom(count)
      const below = (limit: number) => Math.floor(random() * limit)
      const rows = Array.from({ length: count }, (): Row => [
        below(volumes),
        below(inodes),
        below(9),
      ])
      const slabs = new Slabs(2 ** 30)
      const refs = Uint32Array.from(rows, (row) => add(slabs, row))
      const alike = sortRefs(refs, slabs, order)
      const want = rows.toSorted(compare)
      t.strictSame(
        Array.from(refs, (ref) => rowAt(slabs, ref)),
        want,
      )
      t.strictSame(
        [...alike],
        want.map((row, i) => alikeOf(row, want[i - 1])),
      )
    })

function add(slabs: Slabs, [volume, inoLow, kind]: Row): number {
  const ref = slabs.reserve(44)!
  const { words } = slabs.slabOf(ref)
  const at = slabs.wordOf(ref)
  words[at + WORD.volume] = volume
  words[at + WORD.inoLow] = inoLow
  words[at + WORD.inoHigh] = 5
  words[at + WORD.kind] = kind
  return ref
}

function rowAt(slabs: Slabs, ref: number): Row {
  const frame = slabs.show(ref, new Frame())
  return [frame.word(WORD.volume), frame.word(WORD.inoLow), frame.word(WORD.kind)]
}

function alikeOf(row: Row, last: Row | undefined): number {
  if (last === undefined || row[0] !== last[0]) return 0
  return row[1] === last[1] ? 3 : 1
}
