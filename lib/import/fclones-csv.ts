import { parse } from 'csv-parse/sync'
import { BadLine } from '../stream/read-blocks.js'
import { membersOf } from './fclones-header.js'
import { LineSplitter, type RawLine } from './line-splitter.js'
import type { OnSet, SetParser } from './set-parser.js'

/** The first line of `fclones group -f csv`. */
export const CSV_HEADER = 'size,hash,count,files'

/**
 * `fclones group -f csv`: a row a set, a column a path. A row is a line, since line breaks in names
 * are escapes. It does not say how fclones ran, so its digests tell nothing. Memory: one row.
 */
export class FclonesCsv implements SetParser {
  readonly #onSet: OnSet
  readonly #lines = new LineSplitter((line) => this.#add(line))

  constructor(onSet: OnSet) {
    this.#onSet = onSet
  }

  write(chunk: Buffer): void {
    this.#lines.write(chunk)
  }

  end(): void {
    this.#lines.end()
  }

  #add({ text, number: line }: RawLine): void {
    if (text === '' || text === CSV_HEADER) return
    const [size = '', , count, ...paths] = fieldsOf(text, line)
    if (!/^\d{1,15}$/.test(size)) throw new BadLine(line, 'column "size": expected a whole number')
    if (Number(count) !== paths.length)
      throw new BadLine(line, `column "count": expected ${paths.length}, one for each path`)
    this.#onSet({ members: membersOf(Number(size), paths, line), line })
  }
}

/** @throws {BadLine} */
function fieldsOf(text: string, line: number): string[] {
  try {
    const [fields]: string[][] = parse(text, { relax_column_count: true })
    return fields ?? []
  } catch (error) {
    throw new BadLine(line, 'not CSV', error)
  }
}
