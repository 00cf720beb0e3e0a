import type { FileRecord } from '../record/file.js'
import { rootKey } from './unit.js'

/** A branch as far as planning needs to know it. */
export type PlanBranch = {
  /** Its path, as the `root` of the files on it says. */
  readonly root: string
  readonly mode: 'RW' | 'NC' | 'RO'
  /** Bytes free on it now. */
  readonly free: number
  /** Bytes that are to stay free on it. */
  readonly minFree: number
}

/** The branches of a pool, and what the steps planned so far will free on them. */
export class PoolSpace {
  readonly #branches: ReadonlyMap<string, PlanBranch>
  readonly #freed = new Map<string, number>()

  constructor(branches: readonly PlanBranch[]) {
    this.#branches = new Map(branches.map((branch) => [branch.root, branch]))
  }

  /** Can nothing change where the file is? */
  isReadOnly(file: FileRecord): boolean {
    return this.#branches.get(rootKey(file))?.mode === 'RO'
  }

  /** Is its branch one that should not get new names while there is another? */
  isReluctant(file: FileRecord): boolean {
    const branch = this.#branches.get(rootKey(file))
    return branch === undefined || branch.mode === 'NC' || branch.free < branch.minFree
  }

  /** Bytes free on the branch of a file once all steps so far are done. */
  freeAfter(file: FileRecord): number {
    const root = rootKey(file)
    return (this.#branches.get(root)?.free ?? 0) + (this.#freed.get(root) ?? 0)
  }

  /** A step will free so many bytes where its file is. */
  give(file: FileRecord, bytes: number): void {
    const root = rootKey(file)
    this.#freed.set(root, (this.#freed.get(root) ?? 0) + bytes)
  }
}
