import t from 'tap'
import { requireRange } from '../../lib/cli/range-arg.js'

// prettier-ignore
const ranges: [low: bigint | undefined, high: bigint | undefined, ok: boolean][] = [
  [undefined, undefined, true],
  [1n,        undefined, true],
  [undefined, 1n,        true],
  [1n,        1n,        true],
  [1n,        2n,        true],
  [2n,        1n,        false],
]

for (const [low, high, ok] of ranges)
  t.test(`from ${low} to ${high}`, async (t) => {
    const check = () => requireRange(low, high, '--a is over --b')
    ok ? t.doesNotThrow(check) : t.throws(check, { message: 'nothing can match: --a is over --b' })
  })
