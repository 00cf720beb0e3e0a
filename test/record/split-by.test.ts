import t from 'tap'
import { splitBy } from '../../lib/record/split-by.js'

// prettier-ignore
const cases: [items: string, want: string][] = [
  ['',                '',],
  ['a1',              'a1'],
  ['a1 a2',           'a1,a2'],
  ['a1 b1',           'a1 b1'],
  ['b1 a1 b2 c1 a2',  'b1,b2 a1,a2 c1'],
  ['_1 _2',           '_1,_2'],
]

for (const [items, want] of cases)
  t.test(`by the first letter: ${items || 'nothing'}`, async (t) => {
    const parts = splitBy(items.split(' ').filter(Boolean), (item) => item[0]!)
    t.equal(parts.map((part) => part.join()).join(' '), want)
  })

t.test('keys that objects have of themselves', async (t) => {
  const keys = ['__proto__', 'constructor', '__proto__', 'toString']
  t.strictSame(
    splitBy(keys, (key) => key),
    [['__proto__', '__proto__'], ['constructor'], ['toString']],
  )
})

t.test('anything that can be gone through once', async (t) => {
  t.strictSame(
    splitBy(new Set([1, 2, 3]).values(), (item) => String(item % 2)),
    [[1, 3], [2]],
  )
})
