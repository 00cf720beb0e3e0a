import { BadLine } from '../stream/read-blocks.js'
import type { FileFinder } from './find-file.js'
import type { Member } from './foreign-set.js'
import { LineSplitter, type RawLine } from './line-splitter.js'
import type { OnSet, SetParser } from './set-parser.js'

type Row = {
  /** Positive for the first file of a set, the same negative for the others. */
  readonly id: number
  readonly size: number
  readonly name: string
  readonly line: number
}

/** Versions before 1.3 spell it OCCURENCE. */
const ROW =
  /^DUPTYPE_(?:FIRST_OCCURR?ENCE|WITHIN_SAME_TREE|OUTSIDE_TREE|UNKNOWN) (-?\d{1,15}) \d+ (\d{1,15}) \d+ \d+ -?\d+ (.+)$/s

const COMMENTS = [
  '# Automatically generated',
  '# duptype id depth size device inode priority name',
  '# end of file',
]

/** The results.txt of rdfind: a row a file, its name unescaped at the end. Memory: one set. */
export class RdfindParser implements SetParser {
  readonly #onSet: OnSet
  readonly #finder: Pick<FileFinder, 'isFile'>
  readonly #lines = new LineSplitter((line) => this.#add(line))
  #row: Row | undefined
  /** Lines after the row that are no rows: the rest of its name, or rubbish. */
  #rest: RawLine[] = []
  #id = 0
  #members: Member[] = []
  #line = 0

  constructor(onSet: OnSet, finder: Pick<FileFinder, 'isFile'>) {
    this.#onSet = onSet
    this.#finder = finder
  }

  write(chunk: Buffer): void {
    this.#lines.write(chunk)
  }

  end(): void {
    this.#lines.end()
    this.#closeRow()
    this.#closeSet()
  }

  #add(line: RawLine): void {
    const row = rowOf(line)
    if (row === undefined && !COMMENTS.includes(line.text)) {
      if (this.#row === undefined) throw notRow(line)
      this.#rest.push(line)
      return
    }
    this.#closeRow()
    this.#row = row
  }

  #closeRow(): void {
    if (this.#row === undefined) return
    const { id, size, line } = this.#row
    if (id > 0) this.#open(id, line)
    else if (-id !== this.#id) throw new BadLine(line, 'the first file of its set is missing')
    this.#members.push({ printed: this.#name(this.#row), size })
    this.#row = undefined
    this.#rest = []
  }

  /** @throws {BadLine} lines after it that are not, or not certainly, the rest of its name */
  #name({ name, size }: Row): string {
    const [first] = this.#rest
    if (first === undefined) return name
    const whole = [name, ...this.#rest.map(({ text }) => text)].join('\n')
    if (!this.#finder.isFile(whole, size) || this.#finder.isFile(name, size)) throw notRow(first)
    return whole
  }

  #open(id: number, line: number): void {
    this.#closeSet()
    this.#id = id
    this.#line = line
  }

  #closeSet(): void {
    const members = this.#members.splice(0)
    if (members.length > 0) this.#onSet({ members, line: this.#line })
  }
}

function rowOf({ text, number }: RawLine): Row | undefined {
  const [, id, size, name] = ROW.exec(text) ?? []
  if (name === undefined) return undefined
  return { id: Number(id), size: Number(size), name, line: number }
}

function notRow({ number }: RawLine): BadLine {
  return new BadLine(number, 'neither a row of rdfind nor the rest of a name that is there')
}
