import { BadLine } from '../stream/read-blocks.js'
import { FclonesHeader } from './fclones-header.js'
import { LineSplitter, type RawLine } from './line-splitter.js'
import type { OnSet, SetParser } from './set-parser.js'

/** A set of which the line above its paths was read. */
type Open = {
  readonly hash: string
  readonly size: number
  readonly count: number
  readonly line: number
  readonly paths: string[]
}

const COMMENT = /^# (?:(Command|Base dir): )?(.*)$/s
const SET = /^([0-9a-f]+), (\d{1,15}) B [^*]*\* (\d{1,15}):$/
const INDENT = '    '

/** The default report of fclones: a line a set, and below it an indented line a path. Memory: a set. */
export class FclonesText implements SetParser {
  readonly #onSet: OnSet
  readonly #header: FclonesHeader
  readonly #lines = new LineSplitter((line) => this.#add(line))
  #open: Open | undefined

  constructor(onSet: OnSet, note: (text: string) => void) {
    this.#onSet = onSet
    this.#header = new FclonesHeader(note)
  }

  write(chunk: Buffer): void {
    this.#lines.write(chunk)
  }

  end(): void {
    this.#lines.end()
    if (this.#open !== undefined)
      throw new BadLine(this.#open.line, 'the report was cut short in this set')
  }

  #add(line: RawLine): void {
    if (this.#open !== undefined) this.#addPath(this.#open, line)
    else if (line.text.startsWith('#')) this.#comment(line)
    else if (line.text !== '') this.#open = openSet(line)
  }

  #comment({ text, number }: RawLine): void {
    const [, key, value = ''] = COMMENT.exec(text) ?? []
    if (key === 'Command') this.#header.setCommand(value.split(/\s+/), number)
    if (key === 'Base dir') this.#header.setBase(value)
  }

  #addPath(open: Open, { text, number }: RawLine): void {
    if (!text.startsWith(INDENT)) throw new BadLine(number, 'expected another path of the set')
    const { hash, size, count, line, paths } = open
    paths.push(text.slice(INDENT.length))
    if (paths.length < count) return
    this.#open = undefined
    this.#onSet(this.#header.setOf(size, hash, paths, line))
  }
}

/** @throws {BadLine} */
function openSet({ text, number }: RawLine): Open {
  const [, hash = '', size, count] = SET.exec(text) ?? []
  if (Number(count) > 0)
    return { hash, size: Number(size), count: Number(count), line: number, paths: [] }
  throw new BadLine(number, 'not a line of a report of fclones')
}
