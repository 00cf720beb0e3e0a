import t from 'tap'
import { WORD } from '../../lib/group/frame.js'
import { compareBy, countAlike, type Order } from '../../lib/group/order.js'
import { Contents, frameOf } from '../helper/frames.js'
import { file } from '../helper/records.js'

const contents = new Contents()
const at = (ino: string, size: number) => frameOf(contents.of(file('/a', { ino, size })))

const order: Order = {
  columns: [{ word: WORD.inoLow }, { word: WORD.inoHigh, turn: (word) => 10 - word }],
  rest: (a, b) => a.size - b.size,
}

const G4 = 2 ** 32
// prettier-ignore
const cases: [what: string, a: [number, number], b: [number, number], sign: number, alike: number][] = [
  ['the first column decides',            [1, 5],      [2, 4],      -1, 0],
  ['numbers over 2^31 are not negative',  [2 ** 31, 5], [1, 4],     1,  0],
  ['the second, turned round',            [G4 + 1, 5], [1, 4],      -1, 1],
  ['then the rest',                       [1, 5],      [1, 4],      1,  2],
  ['all equal',                           [1, 5],      [1, 5],      0,  2],
]

for (const [what, a, b, sign, alike] of cases)
  t.test(what, async (t) => {
    const [x, y] = [at(String(a[0]), a[1]), at(String(b[0]), b[1])]
    t.equal(Math.sign(compareBy(order, x, y)), sign)
    t.equal(Math.sign(compareBy(order, y, x)) + sign, 0)
    t.equal(countAlike(order, x, y), alike)
  })
