import { UsageError } from './exit.js'

/**
 * Refuse two limits between which nothing is left.
 * @param flags how they are called, and what to do
 * @throws {UsageError}
 */
export function requireRange<N extends number | bigint>(
  low: N | undefined,
  high: N | undefined,
  flags: string,
): void {
  if (low !== undefined && high !== undefined && low > high)
    throw new UsageError(`nothing can match: ${flags}`)
}
