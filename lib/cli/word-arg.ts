import { UsageError } from './exit.js'

/**
 * One of a few words.
 * @param what what the word says, for the error
 * @throws {UsageError} listing the words
 */
export function oneOf<const W extends string>(
  words: readonly W[],
  what: string,
): (typed: string | undefined) => W {
  return (typed) => {
    const found = words.find((word) => word === typed)
    if (found !== undefined) return found
    const problem = typed === undefined ? `${what} is missing` : `"${typed}" is no ${what}`
    throw new UsageError(`${problem}: choose ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`)
  }
}

/** The same for a flag that may be given several times. */
export function someOf<const W extends string>(
  words: readonly W[],
  what: string,
): (typed: string, before?: readonly W[]) => W[] {
  const parse = oneOf(words, what)
  return (typed, before = []) => [...before, parse(typed)]
}
