import { Tokenizer, TokenParser } from '@streamparser/json'
import { BadLine } from '../stream/read-blocks.js'
import { JsonOutline, type Shape } from './json-outline.js'
import { LineCounter } from './line-counter.js'

/** A value out of a document: its key or index, and the line of input that it ends on, from 1. */
export type Found = {
  readonly key: string | number | undefined
  readonly value: unknown
  readonly line: number
}

type Options = Shape & {
  /** Which values are wanted, as `$.groups.*`. */
  readonly paths: string[]
  /** Gets each of them. What it throws of type BadRecord is about that line. */
  readonly onValue: (found: Found) => void
  /** Asked for words where a document is no JSON. */
  readonly notJson?: () => string
}

const POSITION = /absolute position "(\d+)"/

/**
 * Longer than any path. The tokenizer decodes a string in pieces of this length, or without a length
 * each escape for itself, and its decoder drops U+FEFF at the beginning of a piece.
 */
const STRING_BYTES = 64 * 1024

/** Takes JSON documents apart, one or several after each other. Memory: a chunk and a value. */
export class JsonValues {
  readonly #tokens = new Tokenizer({ separator: '', stringBufferSize: STRING_BYTES })
  readonly #lines = new LineCounter()
  readonly #tool: string
  readonly #notJson: () => string
  #offset = 0

  constructor({ paths, onValue, notJson = () => 'not JSON', ...shape }: Options) {
    this.#tool = shape.tool
    this.#notJson = notJson
    const outline = new JsonOutline(shape)
    const values = new TokenParser({ paths, separator: '', keepStack: false })
    this.#tokens.onToken = (token) => {
      this.#offset = token.offset
      outline.see(token)
      values.write(token)
    }
    this.#tokens.onEnd = () => values.end()
    values.onValue = ({ key, value }) =>
      onValue({ key, value, line: this.#lines.lineAt(this.#offset) })
  }

  /**
   * @param utf8 may end inside of a character
   * @throws {BadLine} not JSON, or not that of the tool
   */
  write(utf8: Buffer): void {
    this.#lines.add(utf8)
    try {
      this.#tokens.write(utf8)
    } catch (error) {
      throw this.#bad(error)
    }
  }

  /** @throws {BadLine} the last document is not complete */
  end(): void {
    try {
      this.#tokens.end()
    } catch {
      const line = this.#lines.lineAt(Infinity)
      throw new BadLine(line, `the JSON of ${this.#tool} was cut short`)
    }
  }

  #bad(error: unknown): BadLine {
    if (error instanceof BadLine) return error
    const position = POSITION.exec(String(error))?.[1] // the tokenizer's; others stop at a token
    const line = this.#lines.lineAt(position === undefined ? this.#offset : Number(position))
    const isField = error instanceof Error && 'field' in error
    return new BadLine(line, isField ? error.message : this.#notJson(), error)
  }
}
