import type { FileStat } from '../fs/file-stat.js'
import { identityOf, subDirectory, type Directory } from './directory.js'
import type { Job } from './job.js'
import { isPlain, latin1Fields } from './latin1-path.js'
import type { LoneFiles } from './lone-files.js'
import { joined, namesOf, type Left, type Part } from './part.js'
import { BY_PATH, lister, type Handle } from './lister.js'
import { kindOf, lookThrough } from './look.js'
import { isEntered, isHidden, isWanted } from './wanted.js'

/** A directory whose names are being gone through. */
type Level = {
  readonly dir: Directory
  handle: Handle
  readonly names: readonly string[]
  next: number
  /** Names that were found before; undefined: none. */
  readonly taken: { readonly has: (name: string) => boolean } | undefined
}

/** So many are gone through in milliseconds, or in a second on a slow disk. */
const MOST_NAMES = 4096

/** Levels that are held open. */
const MOST_OPEN = 8

/** Walks trees. Memory: the names in one directory and in those above it. */
export class TreeWalk<T> {
  readonly #job: Job<T>
  readonly #lone: LoneFiles<T>
  readonly #levels: Level[] = []
  /** Directories on another device, for who walks a part of a tree; undefined: all of it is walked. */
  #others: Left[] | undefined

  constructor(job: Job<T>, lone: LoneFiles<T>) {
    this.#job = job
    this.#lone = lone
  }

  /**
   * Find the files below a directory, depth first, the names in each in the order of their bytes.
   * Yields full batches, and what there is after many names, so that nobody waits for long; what was
   * found last is left to be taken.
   */
  *below(top: Directory): Generator<T[]> {
    const { found } = this.#job
    this.#begin(top)
    for (let names = 1; this.#levels.length > 0; names++) {
      this.#goOn(this.#levels.at(-1)!)
      if (found.isFull || names % MOST_NAMES === 0) yield found.takeBatch()
    }
  }

  /**
   * Go through a part of a tree, or so many names of it, and leave other devices alone: who is sent to
   * one disk is not to keep another busy.
   * @returns what is left: the rest of the part, and directories that were met and not gone through
   */
  through(part: Part, names: number): Part {
    const others: Left[] = (this.#others = [])
    for (const { dir, names } of part)
      if (names === undefined) this.#begin(dir)
      else this.#push({ dir, handle: BY_PATH, names: namesOf(names), next: 0, taken: undefined })
    for (let left = names; left > 0 && this.#levels.length > 0; left--)
      this.#goOn(this.#levels.at(-1)!)
    const rest = this.#levels.splice(0).map((level) => {
      this.#close(level)
      return { dir: level.dir, names: joined(level.names.slice(level.next)) }
    })
    this.#others = undefined
    return [...rest, ...others]
  }

  #begin(top: Directory): void {
    if (this.#job.rules.maxDepth > 0) this.#list(top)
  }

  /** One name on, or out of a directory that has no more. */
  #goOn(level: Level): void {
    const name = level.names[level.next++]
    if (name === undefined) this.#close(this.#levels.pop()!)
    else if (this.#job.rules.hidden || !isHidden(name)) {
      const stat = this.#look(level, name)
      if (stat !== undefined) this.#meet(level, name, stat)
    }
  }

  #look({ handle, dir }: Level, name: string): FileStat | undefined {
    try {
      return lister.look(handle, dir.path, name, dir.isPlain)
    } catch (cause) {
      this.#job.fault({ doing: 'stat', path: latin1Fields(`${dir.path}/${name}`), cause })
      return undefined
    }
  }

  /** Of all levels only the deepest are held open: trees can be deeper than descriptors are many. */
  #push(level: Level): void {
    this.#levels.push(level)
    const far = this.#levels[this.#levels.length - 1 - MOST_OPEN]
    if (far !== undefined) this.#close(far)
  }

  #close(level: Level): void {
    lister.close(level.handle)
    level.handle = BY_PATH
  }

  #meet({ dir, taken }: Level, name: string, stat: FileStat): void {
    const kind = kindOf(stat)
    if (kind === 'file') {
      const isNew = taken === undefined || !taken.has(name)
      if (isNew && isWanted(dir, name, stat, this.#job)) this.#job.found.add(dir, name, stat)
    } else if (kind === 'directory') this.#enter(dir, name, stat, false)
    else if (kind === 'link' && this.#job.rules.follow) this.#follow(dir, name)
  }

  #follow(dir: Directory, name: string): void {
    const path = `${dir.path}/${name}`
    const stat = lookThrough(path, false, this.#job.fault)
    if (stat === undefined) return
    const kind = kindOf(stat)
    if (kind === 'directory') this.#enter(dir, name, stat, true)
    else if (kind === 'file' && isWanted(dir, name, stat, this.#job)) this.#lone.takeTarget(path)
  }

  #enter(dir: Directory, name: string, stat: FileStat, linked: boolean): void {
    if (!isEntered(dir, name, stat, this.#job.rules)) return
    const met = subDirectory(dir, name, identityOf(stat), linked)
    if (this.#others === undefined || met.dev === dir.dev) this.#list(met)
    else this.#others.push({ dir: met, names: undefined })
  }

  #list(dir: Directory): void {
    const { rules, seen, fault } = this.#job
    const left = seen?.enter(dir, rules.maxDepth - dir.depth) ?? 'all'
    if (left === 'nothing') return
    const path = dir.path || '/'
    try {
      const { names, arePlain, handle } = lister.list(path, rules.follow)
      names.sort()
      dir.isPlain = isPlain(path) && arePlain
      const taken = left === 'deeper' ? EVERY_NAME : seen?.taken(dir)
      this.#push({ dir, handle, names, next: 0, taken })
    } catch (cause) {
      fault({ doing: 'list', path: latin1Fields(path), cause })
    }
  }
}

const EVERY_NAME = { has: () => true }
