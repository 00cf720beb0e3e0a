import { JsonValues } from './json-values.js'
import { RmlintMender } from './rmlint-mender.js'
import { RmlintSets } from './rmlint-sets.js'
import type { OnSet, SetParser } from './set-parser.js'

type Options = {
  readonly note: (text: string) => void
  /** A file that is left out, by what rmlint prints for it. */
  readonly refuse: (printed: string, cause: unknown) => void
}

/** Flags with which rmlint compares only a part of each file. */
const CLAMP = /(?:^|\s)(-[qQ]|--clamp-(?:low|top))(?=[\s=\d]|$)/

/** `rmlint -o json`. Memory: a chunk and a set. */
export class RmlintParser implements SetParser {
  readonly #mender = new RmlintMender()
  readonly #values: JsonValues
  readonly #sets: RmlintSets
  readonly #note: (text: string) => void

  constructor(onSet: OnSet, { note, refuse }: Options) {
    this.#note = note
    this.#sets = new RmlintSets({
      onSet,
      onArgs: (args) => {
        const flag = CLAMP.exec(args)?.[1]
        if (flag) note(`rmlint ran with ${flag} and compared little: dd-apply compares every byte`)
      },
      onBroken: (printed) => refuse(printed, new Error('rmlint could not write its path down')),
    })
    this.#values = new JsonValues({
      tool: 'rmlint',
      top: 'array',
      paths: ['$.*'],
      onValue: (found) => this.#sets.add(found),
    })
  }

  write(chunk: Buffer): void {
    this.#values.write(this.#mender.mend(chunk))
  }

  end(): void {
    this.#values.write(this.#mender.end())
    this.#values.end()
    this.#sets.end()
    const { directories } = this.#sets
    if (directories > 0)
      this.#note(
        `left out ${directories} directories and files in them: run rmlint without -D for those`,
      )
  }
}
