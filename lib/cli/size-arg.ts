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

/** Bytes as a person reads them: `0 B`, `999 B`, `1.5 KiB`, `12.0 GiB`. */
export function formatSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const power = Math.min(6, Math.floor(Math.log2(bytes) / 10))
  return `${(bytes / 1024 ** power).toFixed(1)} ${POWERS[power - 1]!.toUpperCase()}iB`
}
