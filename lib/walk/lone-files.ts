import { statSync } from 'node:fs'
import type { FileStat } from '../fs/file-stat.js'
import { topDirectory, type Directory } from './directory.js'
import type { Job } from './job.js'
import { kernelPath, latin1Fields, realPath } from './latin1-path.js'
import { look } from './look.js'
import { isHidden, isWanted } from './wanted.js'

/** Files met by their own name, not in a directory that is walked: operands, targets of symlinks. */
export class LoneFiles<T> {
  readonly #job: Job<T>
  /** The last one: lists of files name neighbours one after the other. */
  #parent: Directory | undefined

  constructor(job: Job<T>) {
    this.#job = job
  }

  /** Find the file, if it is wanted and was not found before. */
  take(path: string, stat: FileStat): void {
    const { rules, seen, found } = this.#job
    const name = path.slice(path.lastIndexOf('/') + 1)
    const dir = this.#parentOf(path)
    if (dir === undefined || !isWanted(dir, name, stat, this.#job)) return
    const isNew = seen?.take(dir, name, rules.hidden || !isHidden(name)) ?? true
    if (isNew) found.add(dir, name, stat)
  }

  /** Find the file that a symlink leads to, by its own name: nothing is opened through a link later. */
  takeTarget(link: string): void {
    const { fault } = this.#job
    try {
      const path = realPath(link)
      const stat = look(path, fault)
      if (stat !== undefined) this.take(path, stat)
    } catch (cause) {
      fault({ doing: 'follow', path: latin1Fields(link), cause })
    }
  }

  #parentOf(path: string): Directory | undefined {
    const dir = path.slice(0, Math.max(path.lastIndexOf('/'), 1))
    if (this.#parent?.root === dir) return this.#parent
    try {
      this.#parent = topDirectory(dir, statSync(kernelPath(dir), { bigint: true }))
    } catch (cause) {
      this.#job.fault({ doing: 'stat', path: latin1Fields(dir), cause })
      return undefined
    }
    return this.#parent
  }
}
