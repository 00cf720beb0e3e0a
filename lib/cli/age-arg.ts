import { UsageError } from './exit.js'
import { notTooLarge } from './size-arg.js'

const AGE = /^(\d+)(s|m|h|d|w)?$/
const SECONDS = { s: 1, m: 60, h: 3600, d: 86400, w: 604800 }

/**
 * Milliseconds from an age: `90`, `90s`, `15m`, `12h`, `30d`, `2w`; without a unit it is seconds.
 * @throws {UsageError}
 */
export function parseAge(typed: string): number {
  const [, number, unit] = AGE.exec(typed) ?? []
  if (number === undefined)
    throw new UsageError(`"${typed}" is not an age: write 90s, 15m, 12h or 30d`)
  const ms = Number(number) * SECONDS[(unit ?? 's') as keyof typeof SECONDS] * 1000
  return notTooLarge(ms, typed, '9007199254740s')
}
