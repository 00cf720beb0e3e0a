import { UsageError } from './exit.js'
import { parseSize } from './size-arg.js'

/**
 * The value of `--head`: at least 1 byte.
 * @throws {UsageError}
 */
export function parseHead(typed: string): number {
  const bytes = parseSize(typed)
  if (bytes > 0) return bytes
  throw new UsageError(`"${typed}" is too little: a head has at least 1 byte`)
}
