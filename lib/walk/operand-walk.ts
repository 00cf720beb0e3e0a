import { identityOf, topDirectory, type Directory } from './directory.js'
import type { Job } from './job.js'
import { latin1Fields } from './latin1-path.js'
import { LoneFiles } from './lone-files.js'
import { kindOf, look, lookThrough } from './look.js'
import { TreeWalk } from './tree-walk.js'

/** Walks what was named: a directory, also behind a symlink, or a file. */
export class OperandWalk<T> {
  readonly #job: Job<T>
  readonly #lone: LoneFiles<T>
  readonly #tree: TreeWalk<T>

  constructor(job: Job<T>) {
    this.#job = job
    this.#lone = new LoneFiles(job)
    this.#tree = new TreeWalk(job, this.#lone)
  }

  /**
   * Yields full batches; what was found last is left to be taken.
   * @param path absolute and normal, latin1
   */
  *from(path: string): Generator<T[]> {
    const top = this.top(path)
    if (top !== undefined) yield* this.#tree.below(top)
  }

  /**
   * The directory that an operand names; a file that one names is found at once.
   * @param path absolute and normal, latin1
   */
  top(path: string): Directory | undefined {
    const { rules, fault } = this.#job
    const own = look(path, fault)
    const isLink = own !== undefined && kindOf(own) === 'link'
    const stat = isLink ? lookThrough(path, true, fault) : own
    if (stat === undefined) return undefined
    const kind = kindOf(stat)
    if (kind === 'directory') return topDirectory(path, identityOf(stat))
    if (kind !== 'file') this.#refuse(path, 'neither a directory nor a regular file')
    else if (!isLink) this.#lone.take(path, stat)
    else if (rules.follow) this.#lone.takeTarget(path)
    else this.#refuse(path, 'a symbolic link to a file: name the file itself, or give --follow')
    return undefined
  }

  #refuse(path: string, cause: string): void {
    this.#job.fault({ doing: 'walk', path: latin1Fields(path), cause })
  }
}
