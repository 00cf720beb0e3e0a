import type { FileRecord } from '../record/file.js'
import type { Name } from './name.js'
import type { Policy } from './policy.js'
import { rootKey } from './unit.js'

/** The copies of a set that stay on the branches of a pool, found by what a file needs of its keeper. */
export class KeepersOfPool {
  readonly #metadata: Policy['metadata']
  readonly #alike = new Map<string, Alike>()

  /** @param keepers the most wanted first */
  constructor(keepers: readonly Name[], { metadata }: Policy) {
    this.#metadata = metadata
    for (const { file } of keepers) {
      const key = this.#key(file)
      const alike = this.#alike.get(key) ?? new Alike()
      this.#alike.set(key, alike)
      alike.add(file)
    }
  }

  /** On the same branch, if possible: then no name leaves its drive. @returns why there is none */
  keeperFor(file: FileRecord): FileRecord | 'metadata' | 'device' {
    const alike = this.#alike.get(this.#key(file))
    return alike === undefined ? 'metadata' : (alike.near(file) ?? alike.far(file) ?? 'device')
  }

  /** Files that may be linked to each other have one. */
  #key({ mode, uid, gid }: FileRecord): string {
    return this.#metadata === 'ignore' ? '' : `${mode} ${uid} ${gid}`
  }
}

/** Keepers of one owner and mode. */
class Alike {
  /** The first on each branch, by branch and device: a branch may have a file system mounted in it. */
  readonly #near = new Map<string, FileRecord>()
  /** The first of all, and the first that is on another branch. */
  readonly #far: FileRecord[] = []

  add(keeper: FileRecord): void {
    const key = nearKey(keeper)
    if (!this.#near.has(key)) this.#near.set(key, keeper)
    const [first] = this.#far
    if (this.#far.length < 2 && (first === undefined || !isNear(first, keeper)))
      this.#far.push(keeper)
  }

  near(file: FileRecord): FileRecord | undefined {
    return this.#near.get(nearKey(file))
  }

  far(file: FileRecord): FileRecord | undefined {
    return this.#far.find((keeper) => !isNear(file, keeper))
  }
}

function nearKey(file: FileRecord): string {
  return `${file.dev} ${rootKey(file)}`
}

/** On the same branch? */
export function isNear(a: FileRecord, b: FileRecord): boolean {
  return rootKey(a) === rootKey(b)
}
