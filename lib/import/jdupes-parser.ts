import { isAscii } from 'node:buffer'
import { Tokenizer, TokenParser } from '@streamparser/json'
import { count, list, object, text } from '../record/shape.js'
import { BadLine } from '../stream/read-blocks.js'
import { JdupesOutline } from './jdupes-outline.js'
import { LineCounter } from './line-counter.js'

/** A set as jdupes printed it. Paths are not names yet: see `spellings`. */
export type JdupesSet = {
  /** Bytes of each file. */
  readonly size: number
  readonly paths: readonly string[]
  /** The line of input that it ends on, from 1. */
  readonly line: number
}

const POSITION = /absolute position "(\d+)"/

/** These print names that are not ASCII, or hold control characters, as escapes that are none. */
const BROKEN_VERSION = /^1\.13(?:\.[0-2])?$/

/**
 * Longer than any path. The tokenizer decodes a string in pieces of this length, or without a length
 * each escape for itself, and its decoder drops U+FEFF at the beginning of a piece.
 */
const STRING_BYTES = 64 * 1024

/**
 * Takes `jdupes --json` apart, one document or several after each other. Memory: a chunk and a set.
 *
 * jdupes 1.13.2 writes names as they are, 1.13.3 to 1.19.1 in Latin-1, later ones in ASCII, so bytes
 * above 0x7F are read as Latin-1 throughout: no byte is lost, no chunk can cut a character, and what
 * the bytes stand for is decided name by name, where it can be held against the disk.
 */
export class JdupesParser {
  readonly #tokens = new Tokenizer({ separator: '', stringBufferSize: STRING_BYTES })
  readonly #lines = new LineCounter()
  #sets: JdupesSet[] = []
  #version = ''
  #offset = 0

  /** @param onCommandLine called with how jdupes was run, once a document */
  constructor(onCommandLine: (commandLine: string) => void) {
    const outline = new JdupesOutline()
    const paths = ['$.jdupesVersion', '$.commandLine', '$.matchSets.*']
    const values = new TokenParser({ paths, separator: '', keepStack: false })
    this.#tokens.onToken = (token) => {
      this.#offset = token.offset
      outline.see(token)
      values.write(token)
    }
    this.#tokens.onEnd = () => values.end()
    values.onValue = ({ key, value }) => {
      if (key === 'jdupesVersion') this.#version = String(value)
      else if (key === 'commandLine') onCommandLine(String(value))
      else this.#sets.push(parseSet(value, this.#lines.lineAt(this.#offset)))
    }
  }

  /**
   * The sets that end in this chunk.
   * @throws {BadLine} not JSON, or not that of jdupes
   */
  write(chunk: Buffer): JdupesSet[] {
    const bytes = isAscii(chunk) ? chunk : Buffer.from(chunk.toString('latin1'), 'utf8')
    this.#lines.add(bytes)
    this.#sets = []
    try {
      this.#tokens.write(bytes)
    } catch (error) {
      throw this.#bad(error)
    }
    return this.#sets
  }

  /** @throws {BadLine} the last document is not complete */
  end(): void {
    try {
      this.#tokens.end()
    } catch {
      throw new BadLine(this.#lines.lineAt(Infinity), 'the JSON of jdupes was cut short')
    }
  }

  #bad(error: unknown): BadLine {
    const position = POSITION.exec(String(error))?.[1] // the tokenizer's; others stop at a token
    const line = this.#lines.lineAt(position === undefined ? this.#offset : Number(position))
    if (error instanceof Error && 'field' in error) return new BadLine(line, error.message, error)
    const broken = BROKEN_VERSION.test(this.#version)
    const version = `jdupes ${this.#version} prints some names so that nobody can read them`
    return new BadLine(line, broken ? `${version}: run a later one` : 'not JSON', error)
  }
}

function parseSet(value: unknown, line: number): JdupesSet {
  const set = object(value, 'matchSets[]')
  const size = count(set.fileSize, 'fileSize')
  const files = list(set.fileList, 'fileList')
  const paths = files.map((file, i) => {
    const { filePath } = object(file, `fileList[${i}]`)
    return text(filePath, `fileList[${i}].filePath`)
  })
  return { size, paths, line }
}
