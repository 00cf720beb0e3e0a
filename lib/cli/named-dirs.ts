import { statSync } from 'node:fs'
import { deviceAt } from '../fs/device-at.js'
import { UsageError } from './exit.js'
import { quoteText, reason } from './message.js'

/**
 * Refuse paths of a flag that lead to nothing.
 * @param placesOf where else a path may lead
 * @throws {UsageError} naming the flag and the path
 */
export function requireThere(
  flag: string,
  paths: readonly Buffer[] = [],
  placesOf: (path: Buffer) => readonly Buffer[] = () => [],
): void {
  for (const path of paths) {
    const faults = [path, ...placesOf(path)].map(faultOf)
    if (faults.every((fault) => fault !== undefined)) throw refusal(flag, path, faults[0])
  }
}

/**
 * The device that files will be on below a directory of a flag, which need not be there yet.
 * @throws {UsageError} it cannot be one: something else has its name, or that of one above it
 */
export function deviceOf(flag: string, path: Buffer): string {
  try {
    return deviceAt(path)
  } catch (cause) {
    throw refusal(flag, path, cause)
  }
}

function refusal(flag: string, path: Buffer, cause: unknown): UsageError {
  return new UsageError(`${flag} ${quoteText(path.toString())}: ${reason(cause)}`, { cause })
}

function faultOf(path: Buffer): unknown {
  try {
    statSync(path)
    return undefined
  } catch (error) {
    return error
  }
}
