import { BadLine, readBlocks, readParts, type Block, type OnLong } from './read-blocks.js'

/** Narrows parsed JSON to a record, or throws. */
export type Parse<T> = (value: unknown) => T

/** A record, and the line that it came from without its LF, to be passed on as it is. */
export type Line<T> = { readonly record: T; readonly line: string; readonly number: number }

/**
 * The records of a stream in batches, one batch a chunk of input. Blank lines are skipped. The
 * records before a bad line still come.
 * @throws {BadLine} the first line that is not a record, with its number and the bad field
 */
export async function* readRecords<T>(
  input: AsyncIterable<Buffer>,
  parse: Parse<T>,
): AsyncGenerator<T[]> {
  for await (const lines of readLines(input, parse)) yield lines.map(({ record }) => record)
}

/** The same, but for long lines that are taken piece by piece: what is made of one is a batch. */
export async function* readRecordsOr<T, L>(
  input: AsyncIterable<Buffer>,
  parse: Parse<T>,
  onLong: OnLong<L>,
  longBytes?: number,
): AsyncGenerator<(T | L)[]> {
  for await (const part of readParts(input, onLong, longBytes))
    if ('taken' in part) yield [part.taken]
    else for (const lines of linesOf(part, parse)) yield lines.map(({ record }) => record)
}

/** The same with the text of each line, for commands that pass records on. */
export async function* readLines<T>(
  input: AsyncIterable<Buffer>,
  parse: Parse<T>,
): AsyncGenerator<Line<T>[]> {
  for await (const block of readBlocks(input)) yield* linesOf(block, parse)
}

/** Those of a block, in case of an error those before it. @throws {BadLine} */
function* linesOf<T>(block: Block, parse: Parse<T>): Generator<Line<T>[]> {
  const found: Line<T>[] = []
  try {
    parseBlock(block, parse, found)
  } catch (error) {
    yield found
    throw error
  }
  yield found
}

/**
 * @param found gets the records of the block, in case of an error those before it
 * @throws {BadLine}
 */
export function parseBlock<T>(block: Block, parse: Parse<T>, found: Line<T>[] = []): Line<T>[] {
  const lines = block.bytes.toString('utf8').split('\n')
  lines.pop() // what follows the last LF: nothing
  for (const [i, line] of lines.entries()) {
    const number = block.firstLine + i
    if (!BLANK.test(line)) found.push({ record: parseLine(line, number, parse), line, number })
  }
  return found
}

const BLANK = /^\s*$/

/** @throws {BadLine} not JSON, or not the record that `parse` takes */
export function parseLine<T>(line: string, number: number, parse: Parse<T>): T {
  try {
    return parse(JSON.parse(line))
  } catch (error) {
    throw badLine(number, error)
  }
}

/** What is wrong with a line. @param error of JSON, or of who takes the record */
export function badLine(number: number, error: unknown): BadLine {
  if (error instanceof BadLine) return error
  const reason = error instanceof SyntaxError ? 'not JSON' : (error as Error).message
  return new BadLine(number, reason, error)
}
