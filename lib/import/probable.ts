/** Flags with which jdupes takes files for equal that it has not compared. */
const SHORT = /^-[A-Za-z]*$/

/**
 * How jdupes was told to skip its comparison, as typed; undefined when it compared all bytes.
 * A guess: the command line is recorded without quotes.
 */
export function probableFlag(commandLine: string): string | undefined {
  const words = commandLine.split(' ')
  const letters = words.filter((word) => SHORT.test(word)).join('')
  if (letters.includes('Q') || words.includes('--quick')) return '-Q'
  const partialOnly = words.filter((word) => word === '--partial-only').length
  return partialOnly + letters.split('T').length - 1 > 1 ? '-TT' : undefined
}
