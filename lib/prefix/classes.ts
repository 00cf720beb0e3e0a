import type { Chains } from '../sort/chains.js'
import type { Files } from './files.js'
import type { Findings } from './findings.js'
import { NONE } from './relations.js'

/** A name of a file, by the number of its record; `path` as `Files.path` has it. */
export type Name = { readonly file: number; readonly path: string }

/** Finds the names of files of one content, by the file that stands for them. */
export class Classes {
  readonly #files: Files
  readonly #names: Chains
  readonly #twins: Chains
  #last: { readonly head: number; readonly names: Name[] } | undefined

  constructor(files: Files, names: Chains, { twins }: Pick<Findings, 'twins'>) {
    this.#files = files
    this.#names = names
    this.#twins = twins
  }

  /** Are there several files of that content? */
  hasTwins(head: number): boolean {
    return this.#twins.after(head) !== NONE
  }

  /** All names of all its files, by path. The last answer is remembered. */
  namesOf(head: number): Name[] {
    if (this.#last?.head === head) return this.#last.names
    const names: Name[] = []
    for (const file of this.#twins.from(head))
      for (const name of this.namesOfFile(file)) names.push(name) // too many to spread
    this.#last = { head, names: names.sort(byPath) }
    return names
  }

  /** The names of one file, in no order. */
  *namesOfFile(file: number): Generator<Name> {
    for (const name of this.#names.from(file)) yield { file: name, path: this.#files.path(name) }
  }
}

export function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0
}
