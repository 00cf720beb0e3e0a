import { BadRecord, count, object, text } from '../record/shape.js'
import { BadLine } from '../stream/read-blocks.js'
import type { Member } from './foreign-set.js'
import { JsonValues, type Found } from './json-values.js'
import type { OnSet, SetParser } from './set-parser.js'

const NOT_COMPARED = 'files that czkawka has not compared, only their size or name: use -s HASH'

/**
 * The JSON of `czkawka_cli dup -s HASH`: an object by size, of lists of groups. With reference
 * directories a group is its original and the list of the others. Memory: a chunk and a set.
 */
export class CzkawkaParser implements SetParser {
  readonly #onSet: OnSet
  readonly #values: JsonValues
  #isStarted = false

  constructor(onSet: OnSet) {
    this.#onSet = onSet
    this.#values = new JsonValues({
      tool: 'czkawka',
      top: 'object',
      paths: ['$.*.*'],
      onValue: (found) => this.#add(found),
    })
  }

  /** @throws {BadLine} also for other JSON of czkawka */
  write(chunk: Buffer): void {
    const start = /\S/.exec(chunk.toString('latin1'))?.[0]
    if (!this.#isStarted && start === '[') throw new BadLine(1, NOT_COMPARED)
    this.#isStarted ||= start !== undefined
    this.#values.write(chunk)
  }

  end(): void {
    this.#values.end()
  }

  #add({ value, line }: Found): void {
    if (!Array.isArray(value)) throw new BadLine(line, NOT_COMPARED)
    const entries: unknown[] = value.flat()
    this.#onSet({ members: entries.map((entry, i) => memberOf(entry, `[${i}].`, line)), line })
  }
}

function memberOf(entry: unknown, at: string, line: number): Member {
  const { path, size, hash } = object(entry, at.slice(0, -1))
  if (hash === undefined || hash === '') throw new BadLine(line, NOT_COMPARED)
  if (typeof hash !== 'string') throw new BadRecord(`${at}hash`, 'a digest of the whole file')
  const printed = Buffer.from(text(path, `${at}path`), 'utf8').toString('latin1')
  return { printed, size: count(size, `${at}size`) }
}
