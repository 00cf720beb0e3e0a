import { absolutePath } from '../record/path.js'
import { UsageError } from './exit.js'
import { operandBytes, workingDirectory } from './operands.js'

/**
 * A path that was typed as the value of a flag: absolute, its bytes as they were typed.
 * @throws {UsageError} empty, or bytes that cannot be told
 */
export function pathArg(typed: string): Buffer {
  if (typed === '') throw new UsageError('a path cannot be empty')
  const raw = operandBytes([typed])[0] ?? Buffer.from(typed)
  return absolutePath(raw, workingDirectory())
}

/**
 * A path as it was typed.
 * @throws {UsageError} empty: an unset variable is not what was not said
 */
export function fileArg(typed: string): string {
  if (typed === '') throw new UsageError('a path cannot be empty')
  return typed
}

/** `pathArg` for a flag that may be given several times. */
export function pathArgs(typed: string, before: readonly Buffer[] = []): Buffer[] {
  return [...before, pathArg(typed)]
}
