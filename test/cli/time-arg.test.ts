import t from 'tap'
import { parseTime } from '../../lib/cli/time-arg.js'

const NOW = Date.UTC(2024, 5, 15, 12)
const local = (...parts: [number, number, number, number?, number?]) => new Date(...parts).getTime()

// prettier-ignore
const times: [typed: string, milliseconds: number][] = [
  ['90s',                       NOW - 90_000],
  ['15m',                       NOW - 900_000],
  ['12h',                       NOW - 12 * 3_600_000],
  ['30d',                       NOW - 30 * 86_400_000],
  ['2w',                        NOW - 14 * 86_400_000],
  ['0s',                        NOW],
  ['2024-01-31',                local(2024, 0, 31)],
  ['2024-02-29',                local(2024, 1, 29)],
  ['2024-01-31T18:30',          local(2024, 0, 31, 18, 30)],
  ['2024-01-31 18:30',          local(2024, 0, 31, 18, 30)],
  ['2024-01-31T18:30Z',         Date.UTC(2024, 0, 31, 18, 30)],
  ['2024-01-31T18:30:01.5Z',    Date.UTC(2024, 0, 31, 18, 30, 1, 500)],
  ['2024-01-31T18:30+02:00',    Date.UTC(2024, 0, 31, 16, 30)],
  ['1969-12-31T23:59:59Z',      -1000],
]

for (const [typed, milliseconds] of times)
  t.test(typed, async (t) => t.equal(parseTime(typed, NOW), BigInt(milliseconds) * 1_000_000n))

// prettier-ignore
const refused = [
  '', ' ', '30', '30x', '30 d', '-3d', '1.5d', 'd', 'yesterday', '2024', '2024-01', '2024-1-31', '2024-02-30',
  '2023-02-29', '2024-13-01', '2024-00-10', '2024-01-31T', '2024-01-31T25:00', '2024-01-31T18', '31.01.2024',
  '2024-01-31Z', '2024-01-31T18:30 ',
]

for (const typed of refused)
  t.test(`${JSON.stringify(typed)} is refused`, async (t) => {
    t.throws(() => parseTime(typed, NOW), { message: /is not a time/ })
  })

for (const typed of ['9999999999d', '9'.repeat(20) + 's', '9'.repeat(400) + 'w'])
  t.test(`"${typed.slice(0, 20)}" is too large`, async (t) => {
    t.throws(() => parseTime(typed, NOW), { message: `"${typed}" is too large: 9007199254740s is` })
  })

t.test('an age is counted from now', async (t) => {
  const before = BigInt(Date.now()) * 1_000_000n
  t.ok(parseTime('0s') >= before)
})
