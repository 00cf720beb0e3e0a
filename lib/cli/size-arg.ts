import { UsageError } from './exit.js'

const SIZE = /^(\d+(?:\.\d+)?)(?:([kmgtpe])(?:i?b)?|b)?$/i
const POWERS = 'kmgtpe'

/**
 * Bytes from what a person types: `4096`, `10k`, `4KiB`, `1.5G`. All units are 1024-based.
 * @throws {UsageError} blanks, signs, unknown units, more than 2^53 - 1 bytes
 */
export function parseSize(typed: string): number {
  const match = SIZE.exec(typed)
  if (match === null)
    throw new UsageError(`"${typed}" is not a size: write 4096, 10k, 4KiB or 1.5G`)
  const unit = match[2]?.toLowerCase()
  const power = unit === undefined ? 0 : POWERS.indexOf(unit) + 1
  return notTooLarge(Math.round(Number(match[1]) * 1024 ** power), typed, '9007199254740991 bytes')
}

/**
 * A whole number, at least `min`.
 * @throws {UsageError}
 */
export function parseCount(min: number): (typed: string) => number {
  return (typed) => {
    const value = Number(typed)
    if (/^\d+$/.test(typed) && value >= min) return notTooLarge(value, typed, '9007199254740991')
    throw new UsageError(`"${typed}" is not a whole number of at least ${min}`)
  }
}

/**
 * A number, if it can be told from the next one: up to 2^53 - 1.
 * @param typed what it was made of
 * @param most as much in the unit that it was typed in
 * @throws {UsageError}
 */
export function notTooLarge(value: number, typed: string, most: string): number {
  if (Number.isSafeInteger(value)) return value
  throw new UsageError(`"${typed}" is too large: ${most} is the most`)
}
