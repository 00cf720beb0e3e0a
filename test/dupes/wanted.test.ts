import t from 'tap'
import { wantedOf, type CopyFlags, type Wanted } from '../../lib/dupes/wanted.js'

const PAIRS: Wanted = { least: 2, isFew: false, isolate: false, hardLinks: false }

// prettier-ignore
const cases: [flags: CopyFlags, want: Partial<Wanted>][] = [
  [{ minCopies: 2 },                              {}],
  [{ minCopies: 5 },                              { least: 5 }],
  [{ minCopies: 2, unique: true },                { isFew: true }],
  [{ minCopies: 2, rfUnder: 2 },                  { isFew: true }],
  [{ minCopies: 2, rfUnder: 7 },                  { least: 7, isFew: true }],
  [{ minCopies: 3, isolate: true },               { least: 3, isolate: true }],
  [{ minCopies: 2, hardLinks: true },             { hardLinks: true }],
  [{ minCopies: 2, unique: true, isolate: true }, { isFew: true, isolate: true }],
]

for (const [flags, want] of cases)
  t.test(JSON.stringify(flags), async (t) => {
    t.strictSame(wantedOf(flags), { ...PAIRS, ...want })
  })
