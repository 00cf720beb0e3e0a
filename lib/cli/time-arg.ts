import { UsageError } from './exit.js'
import { notTooLarge } from './size-arg.js'

const SECONDS: { readonly [unit: string]: number } = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 7 * 86_400,
}

const AGE = /^(\d+)([smhdw])$/
const TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:\d\d)?)?$/

/**
 * A moment from what a person types: a date (`2024-01-31`, local midnight), a time (ISO 8601, local
 * without a zone), or an age (`90s`, `15m`, `12h`, `30d`, `2w`).
 * @param now milliseconds since 1970
 * @returns nanoseconds since 1970
 * @throws {UsageError}
 */
export function parseTime(typed: string, now = Date.now()): bigint {
  const milliseconds = fromAge(typed, now) ?? fromCalendar(typed)
  if (milliseconds !== undefined) return BigInt(milliseconds) * 1_000_000n
  throw new UsageError(`"${typed}" is not a time: write 2024-01-31, 2024-01-31T18:30, 12h or 30d`)
}

function fromAge(typed: string, now: number): number | undefined {
  const [, count, unit] = AGE.exec(typed) ?? []
  const seconds = unit === undefined ? undefined : SECONDS[unit]
  if (seconds === undefined) return undefined
  return now - notTooLarge(Number(count) * seconds * 1000, typed, '9007199254740s')
}

function fromCalendar(typed: string): number | undefined {
  const [, date, time = '00:00', zone = ''] = TIME.exec(typed) ?? []
  if (date === undefined || !isOnCalendar(date)) return undefined
  const milliseconds = Date.parse(`${date}T${time}${zone}`)
  return Number.isNaN(milliseconds) ? undefined : milliseconds
}

/** `Date` takes 31 February for 2 March. */
function isOnCalendar(date: string): boolean {
  const midnight = Date.parse(`${date}T00:00Z`)
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(date)
}
