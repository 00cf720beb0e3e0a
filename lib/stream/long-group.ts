import { isUtf8 } from 'node:buffer'
import { parseFile } from '../record/file.js'
import { parseGroup, type AnyGroup } from '../record/group.js'
import { word } from '../record/shape.js'
import { fileText, fileEnds } from './file-text.js'
import { JsonPieces, TooLong } from './json-pieces.js'
import { PackedFiles } from './packed-files.js'
import { BadLine, TOO_LONG, type LongLine } from './read-blocks.js'
import { badLine } from './read-records.js'
import { MOST_SCANNED_BYTES } from './scan-line.js'
import { looseHeap } from './steady-heap.js'
import { toLatin1 } from './to-latin1.js'

/** As all that write groups begin them. */
const GROUP = /^[ \t\r]*\{[ \t\r]*"type"[ \t\r]*:[ \t\r]*"group"[ \t\r]*[,}]/

/**
 * Takes a long line that is a group piece by piece, however long it is; any other line is left.
 * @param head the beginning of the line
 */
export function longGroup(head: Buffer, line: number): LongLine<AnyGroup> | undefined {
  return GROUP.test(head.toString('latin1', 0, 1000)) ? new LongGroup(line) : undefined
}

/** Holds the files as their text. */
class LongGroup implements LongLine<AnyGroup> {
  readonly #line: number
  readonly #pieces = new JsonPieces('files', {
    start: () => {
      this.#files = new PackedFiles()
      this.#endOf = undefined
      this.#odd = undefined
    },
    add: (text, starts) => this.#add(text, starts),
  })
  #files = new PackedFiles()
  /** Of the first file. The size of the group may come after its files. */
  #size = 0
  /** Where a file of that size ends, if it is spelled as most are. */
  #endOf: ReturnType<typeof fileEnds> | undefined
  #bytes = 0
  /** The first file of another size. */
  #odd: { readonly index: number; readonly size: number } | undefined

  constructor(line: number) {
    this.#line = line
  }

  add(bytes: Buffer): void {
    this.#bytes += bytes.length
    this.#try(() => this.#pieces.add(bytes))
  }

  end(): AnyGroup {
    return this.#try(() => {
      const rest = this.#pieces.end()
      if (!isUtf8(rest)) throw new BadLine(this.#line, 'not UTF-8')
      const group = parseGroup(JSON.parse(rest.toString('utf8')))
      if (this.#files.length > 0) this.#checkSizes(group.size)
      looseHeap(this.#bytes)
      return { ...group, files: this.#files }
    })
  }

  /** @throws {BadLine} */
  #try<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw error instanceof TooLong
        ? new BadLine(this.#line, TOO_LONG)
        : badLine(this.#line, error)
    }
  }

  #add(bytes: Buffer, starts: readonly number[]): void {
    if (!isUtf8(bytes)) throw new BadLine(this.#line, 'not UTF-8')
    const text = bytes.toString('latin1')
    const first = this.#files.length
    const respelled = new Map<number, string>()
    for (const [i, start] of starts.entries()) {
      const end = endOf(starts, i, text)
      const isLong = end - start > MOST_SCANNED_BYTES
      if (!isLong && this.#endOf?.(text, start) === end) continue
      respelled.set(i, this.#respell(bytes.toString('utf8', start, end), first + i))
    }
    const textOf = (start: number, i: number) =>
      respelled.get(i) ?? text.slice(start, endOf(starts, i, text))
    if (respelled.size === 0) this.#files.add(text, Uint32Array.from(starts))
    else this.#addTexts(starts.map(textOf))
  }

  #addTexts(texts: readonly string[]): void {
    let at = 0
    const starts = texts.map(({ length }) => {
      const start = at
      at += length + 1
      return start
    })
    this.#files.add(texts.join(','), Uint32Array.from(starts))
  }

  /** @throws {SyntaxError} | {BadRecord} */
  #respell(json: string, index: number): string {
    const file = parseFile(JSON.parse(json), `files[${index}].`)
    this.#see(index, file.size)
    return toLatin1(fileText(file))
  }

  #see(index: number, size: number): void {
    if (index === 0) {
      this.#size = size
      this.#endOf = fileEnds(size)
    } else if (size !== this.#size) this.#odd ??= { index, size }
  }

  #checkSizes(size: number): void {
    const first = { index: 0, size: this.#size }
    const odd = size === this.#size ? (this.#odd ?? first) : first
    word(String(odd.size), [String(size)], `files[${odd.index}].size`)
  }
}

function endOf(starts: readonly number[], i: number, text: string): number {
  const next = starts[i + 1]
  return next === undefined ? text.length : next - 1
}
