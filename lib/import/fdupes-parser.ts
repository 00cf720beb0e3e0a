import { BadLine } from '../stream/read-blocks.js'
import { fdupesMembers, nulMembers, type LineSet } from './fdupes-names.js'
import type { FileFinder } from './find-file.js'
import type { Member } from './foreign-set.js'
import { LineSplitter, type RawLine } from './line-splitter.js'
import type { OnSet, SetParser } from './set-parser.js'

type Options = {
  /** NUL after each name, and one more after each set, as `jdupes -0`. */
  readonly nul: boolean
  /** Relative paths cannot be looked for: it is not known where the tool ran. */
  readonly absoluteOnly: boolean
  readonly finder: Pick<FileFinder, 'isFile'>
  /** A set that is refused, by its first line. */
  readonly refuse: (printed: string, cause: unknown) => void
}

/** What `-M` prints at the end, and `-m` alone. */
const SUMMARY = /^\d+ duplicate files? \(in \d+ sets?\), occupying /

const NONE = 'No duplicates found.'

/** The text of fdupes and jdupes: a path a line, an empty line after each set. Memory: one set. */
export class FdupesParser implements SetParser {
  readonly #options: Options
  readonly #onSet: OnSet
  readonly #lines: LineSplitter
  #set: RawLine[] = []
  #sets = 0

  constructor(onSet: OnSet, options: Options) {
    this.#onSet = onSet
    this.#options = options
    this.#lines = new LineSplitter((line) => this.#add(line), options.nul ? '\0' : '\n')
  }

  write(chunk: Buffer): void {
    this.#lines.write(chunk)
  }

  end(): void {
    this.#lines.end()
    this.#close()
  }

  #add(line: RawLine): void {
    if (line.text === '') this.#close()
    else this.#set.push(line)
  }

  #close(): void {
    const [first] = this.#set
    const lines = this.#set.splice(0).map(({ text }) => text)
    if (first === undefined || (lines.length === 1 && this.#isSummary(first))) return
    this.#sets++
    const { refuse } = this.#options
    const set = { lines, number: first.number }
    try {
      this.#onSet({ members: this.#members(set), line: first.number })
    } catch (error) {
      if (error instanceof BadLine) throw error
      refuse(first.text, error)
    }
  }

  /** @throws {BadLine} one of sets that are not there */
  #isSummary({ text, number }: RawLine): boolean {
    const isSummary = SUMMARY.test(text)
    if (isSummary && this.#sets === 0)
      throw new BadLine(number, 'a summary without the sets, as with -m: run it without -m')
    return isSummary || text === NONE
  }

  #members(set: LineSet): Member[] {
    const { nul, absoluteOnly, finder } = this.#options
    const read = nul ? nulMembers : fdupesMembers
    if (!absoluteOnly) return read(set, finder)
    const isFile = (name: string, size?: number) =>
      name.startsWith('/') && finder.isFile(name, size)
    const members = read(set, { isFile })
    const [first, ...others] = members
    if (first!.printed.startsWith('/') && others.some(({ printed }) => !printed.startsWith('/')))
      throw new Error('not all of its set are absolute paths, and --base was not given')
    return members
  }
}
