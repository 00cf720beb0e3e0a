import t from 'tap'
import { pathFields } from '../../lib/record/path.js'
import { byLength, byName, bySize } from '../../lib/report/old-order.js'

const listed = ([latin1, size = 0]: [string, number?]) => ({
  ...pathFields(Buffer.from(latin1, 'latin1')),
  size,
  mtimeNs: '0',
})

// Names as latin1, for they are bytes. U+FF5E sorts after U+1F600 as JavaScript sorts, before it as bytes.
const tilde = Buffer.from('/\uff5e').toString('latin1')
const smile = Buffer.from('/\u{1f600}').toString('latin1')

// prettier-ignore
const cases: [order: typeof bySize, name: string, sorted: [string, number?][]][] = [
  [byName,   'by bytes',                      [['/'], ['/a'], ['/aa'], ['/b'], [tilde], [smile], ['/\xff']]],
  [byLength, 'shorter names first',           [['/b'], ['/aa'], ['/bb']]],
  [byLength, 'length counts bytes',           [['/abc'], [tilde], [smile]]],
  [bySize,   'larger ones first, then names', [['/z', 3], ['/a', 2], ['/b', 2], ['/a', 1]]],
]

for (const [order, name, sorted] of cases)
  t.test(`${order.name}: ${name}`, async (t) => {
    const want = sorted.map(listed)
    t.strictSame(want.toReversed().sort(order), want)
    t.strictSame(want.toSorted(order), want)
  })
