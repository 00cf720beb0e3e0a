import type { OnFault } from '../record/fault.js'
import { causeOf } from '../record/sent-cause.js'
import { Chains } from '../sort/chains.js'
import type { Files } from './files.js'
import { STATE } from './look-block.js'
import type { Failure } from './member-reader.js'
import { NONE, type Relations } from './relations.js'

/** How all files hang together, by their numbers: see Relations. */
export class Findings {
  /** From a file that stands for its class to the others of it. */
  readonly twins: Chains
  readonly isTwin: Uint8Array
  readonly parent: Int32Array
  /** Bits of END. */
  readonly end: Uint8Array
  /** By file: the first of each. */
  readonly #failures = new Map<number, Failure>()

  constructor(files: number) {
    this.twins = new Chains(files)
    this.isTwin = new Uint8Array(files)
    this.parent = new Int32Array(files).fill(NONE)
    this.end = new Uint8Array(files)
  }

  /** Two files of one content; whatever was known to be equal to `other` is equal to `file`, too. */
  join(file: number, other: number): void {
    this.twins.add(file, other)
    this.isTwin[other] = 1
  }

  /** @param numbers the number of the file at each place in `relations` */
  enter({ twin, parent, end }: Relations, numbers: Uint32Array): void {
    for (const [place, file] of numbers.entries()) {
      if (twin[place] !== NONE) this.join(numbers[twin[place]!]!, file)
      else if (parent[place] !== NONE) this.parent[file] = numbers[parent[place]!]!
      this.end[file] = end[place]!
    }
  }

  /** A file that could not be read, perhaps in several places; its name is told by `report`. */
  fail(failure: Failure): void {
    if (!this.#failures.has(failure.file)) this.#failures.set(failure.file, failure)
  }

  /**
   * Take out the files that failed. What is known to be equal to one, by a digest, stays together.
   * @param fault hears of each once, in the order of the input
   */
  report(files: Files, fault: OnFault): void {
    const failures = [...this.#failures.values()].sort((a, b) => a.file - b.file)
    for (const { file, code, message } of failures) {
      files.state[file] = STATE.failed
      const next = this.twins.after(file)
      if (next !== NONE) {
        this.isTwin[next] = 0
        files.state[next] = STATE.read
      }
      fault(faultOf(files, { file, code, message }))
    }
  }
}

export function faultOf(files: Files, { file, ...sent }: Failure): Parameters<OnFault>[0] {
  return { doing: 'read', path: files.record(file), cause: causeOf(sent) }
}
