import t from 'tap'
import { oldSize } from '../../lib/report/old-size.js'

// As '%5.1f %2s' of Python prints them.
// prettier-ignore
const cases: [bytes: number, want: string][] = [
  [0,             '  0.0  B'],
  [1,             '  1.0  B'],
  [999,           '999.0  B'],
  [1000,          '  1.0 KB'],
  [1024,          '  1.0 KB'],
  [1280,          '  1.2 KB'],
  [1792,          '  1.8 KB'],
  [2304,          '  2.2 KB'],
  [1331,          '  1.3 KB'],
  [200_000,       '195.3 KB'],
  [999 * 1024,    '999.0 KB'],
  [999 * 1024 + 1, '  1.0 MB'],
  [700 * 2 ** 20, '700.0 MB'],
  [2 ** 30,       '  1.0 GB'],
  [2 ** 40,       '  1.0 TB'],
  [2 ** 50,       '  1.0 PB'],
  [2 ** 53 - 1,   '  8.0 PB'],
]

for (const [bytes, want] of cases)
  t.test(`${bytes}`, async (t) => {
    t.equal(oldSize(bytes), want)
  })
