import t from 'tap'
import { counted } from '../../lib/record/counted.js'

// prettier-ignore
const cases: [count: number, words: [string, string?], want: string][] = [
  [0, ['name'],           '0 names'],
  [1, ['name'],           '1 name'],
  [2, ['name'],           '2 names'],
  [1, ['copy', 'copies'], '1 copy'],
  [2, ['copy', 'copies'], '2 copies'],
]

for (const [count, words, want] of cases)
  t.test(want, async (t) => {
    t.equal(counted(count, ...words), want)
  })
