import { isAscii } from 'node:buffer'
import { count, list, object, text } from '../record/shape.js'
import { JsonValues } from './json-values.js'

/** A set as jdupes printed it. Paths are not names yet: see `spellings`. */
export type JdupesSet = {
  /** Bytes of each file. */
  readonly size: number
  readonly paths: readonly string[]
  /** The line of input that it ends on, from 1. */
  readonly line: number
}

/** These print names that are not ASCII, or hold control characters, as escapes that are none. */
const BROKEN_VERSION = /^1\.13(?:\.[0-2])?$/

/**
 * Takes `jdupes --json` apart, one document or several after each other. Memory: a chunk and a set.
 *
 * jdupes 1.13.2 writes names as they are, 1.13.3 to 1.19.1 in Latin-1, later ones in ASCII, so bytes
 * above 0x7F are read as Latin-1 throughout: no byte is lost, no chunk can cut a character, and what
 * the bytes stand for is decided name by name, where it can be held against the disk.
 */
export class JdupesParser {
  readonly #values: JsonValues
  #sets: JdupesSet[] = []
  #version = ''

  /** @param onCommandLine called with how jdupes was run, once a document */
  constructor(onCommandLine: (commandLine: string) => void) {
    this.#values = new JsonValues({
      tool: 'jdupes',
      top: 'object',
      key: 'matchSets',
      paths: ['$.jdupesVersion', '$.commandLine', '$.matchSets.*'],
      onValue: ({ key, value, line }) => {
        if (key === 'jdupesVersion') this.#version = String(value)
        else if (key === 'commandLine') onCommandLine(String(value))
        else this.#sets.push(parseSet(value, line))
      },
      notJson: () => this.#notJson(),
    })
  }

  /**
   * The sets that end in this chunk.
   * @throws {BadLine} not JSON, or not that of jdupes
   */
  write(chunk: Buffer): JdupesSet[] {
    this.#sets = []
    this.#values.write(isAscii(chunk) ? chunk : Buffer.from(chunk.toString('latin1'), 'utf8'))
    return this.#sets
  }

  /** @throws {BadLine} the last document is not complete */
  end(): void {
    this.#values.end()
  }

  #notJson(): string {
    if (!BROKEN_VERSION.test(this.#version)) return 'not JSON'
    const version = `jdupes ${this.#version} prints some names so that nobody can read them`
    return `${version}: run a later one`
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
