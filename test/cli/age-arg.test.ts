import t from 'tap'
import { parseAge } from '../../lib/cli/age-arg.js'
import { UsageError } from '../../lib/cli/exit.js'

const HOUR = 3_600_000

// prettier-ignore
const good: [typed: string, ms: number][] = [
  ['0', 0], ['90', 90_000], ['90s', 90_000], ['15m', HOUR / 4], ['12h', 12 * HOUR],
  ['30d', 720 * HOUR], ['2w', 336 * HOUR],
]

const bad = ['', '5y', '-1', '1.5h', '1 h', ' 1', '1h ', '1H', 'h', '1h30m']

for (const [typed, ms] of good)
  t.test(`"${typed}"`, async (t) => {
    t.equal(parseAge(typed), ms)
  })

for (const typed of bad)
  t.test(`"${typed}" is refused`, async (t) => {
    t.throws(() => parseAge(typed), new UsageError(`"${typed}" is not an age`))
  })

for (const typed of ['9007199254741', '9'.repeat(20), '99999999999999w', '9'.repeat(400)])
  t.test(`"${typed.slice(0, 20)}" is too large`, async (t) => {
    t.throws(() => parseAge(typed), {
      message: `"${typed}" is too large: 9007199254740s is the most`,
    })
  })
