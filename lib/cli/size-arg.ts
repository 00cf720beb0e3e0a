import { UsageError } from './exit.js'

const SIZE = /^(\d+(?:\.\d+)?)(?:([kmgtpe])(?:i?b)?|b)?$/i
const POWERS = 'kmgtpe'

/**
 * Bytes from what a person types: `4096`, `10k`, `4KiB`, `1.5G`. All units are 1024-based.
 * @throws {UsageError} blanks, signs, unknown units, more than 2^53 - 1 bytes
 */
export function parseSize(typed: string): number {
  const match = SIZE.exec(typed)
  const unit = match?.[2]?.toLowerCase()
  const bytes = Math.round(
    Number(match?.[1]) * 1024 ** (unit === undefined ? 0 : POWERS.indexOf(unit) + 1),
  )
  if (Number.isSafeInteger(bytes)) return bytes
  throw new UsageError(`"${typed}" is not a size: write 4096, 10k, 4KiB or 1.5G`)
}

/**
 * A whole number, at least `min`.
 * @throws {UsageError}
 */
export function parseCount(min: number): (typed: string) => number {
  return (typed) => {
    const value = Number(typed)
    if (/^\d+$/.test(typed) && Number.isSafeInteger(value) && value >= min) return value
    throw new UsageError(`"${typed}" is not a whole number of at least ${min}`)
  }
}
