import { UsageError } from './exit.js'

/**
 * One more pattern of a flag that may be repeated.
 * @throws {UsageError} one that gitignore(5) gives no meaning: it would be passed over in silence
 */
export function addPattern(typed: string, before: readonly string[] = []): string[] {
  const odd = typed.length - typed.replace(/\\+$/, '').length
  if (/^!?\s*$/.test(typed) || odd % 2 === 1)
    throw new UsageError(`"${typed}" is not a pattern: write *.tmp, /cache/ or photos/**/*.jpg`)
  return [...before, typed]
}

/**
 * The same for names without a directory.
 * @throws {UsageError} also one with a slash: no name would fit it
 */
export function addNamePattern(typed: string, before?: readonly string[]): string[] {
  if (typed.includes('/'))
    throw new UsageError(`"${typed}" is not a pattern for names: write *.tmp, without a directory`)
  return addPattern(typed, before)
}
