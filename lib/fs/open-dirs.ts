import type { BigIntStats } from 'node:fs'
import { isBelow, joinPath, splitPath } from '../record/path.js'
import type { Dir, Disk, Place } from './disk.js'

/** A symbolic link on the way belongs to somebody who could lead us wherever he likes. */
export class ForeignLink extends Error {}

/** The root of paths below which no component may be a symbolic link. */
export const NO_LINKS = Buffer.from('/')

/**
 * The directories that a batch of steps works in, each opened once and held until `closeAll`: what
 * was checked in a directory is then done in that same directory, whatever its path leads to by then.
 * Each is reached from `/`, component by component; so `path` of an open one has no symbolic links.
 */
export class OpenDirs {
  readonly #disk: Disk
  readonly #open = new Map<string, Dir>()

  constructor(disk: Disk) {
    this.#disk = disk
  }

  /** Directories open now: each holds a file descriptor. */
  get size(): number {
    return this.#open.size
  }

  /**
   * The place of a path. Components below `root` must not be symlinks; those of `root` itself may,
   * if they belong to root, to us, or to the owner of the directory that they are in. Without a root
   * the last of these must lead to a directory of their own owner, too: nobody named it to us.
   * @throws {NodeJS.ErrnoException} ELOOP, ENOTDIR: a component below `root` is no longer a directory
   * @throws {ForeignLink}
   */
  place(path: Buffer, root: Buffer | undefined): Place {
    const { dir, base } = splitPath(path)
    return { dir: this.dir(dir, root), name: base }
  }

  dir(path: Buffer, root: Buffer | undefined): Dir {
    const named = root !== undefined && isBelow(path, root)
    const start = named ? root.length : path.length
    return this.#held(`${named}:${start}:${path.toString('latin1')}`, () => {
      if (start === path.length) return this.#reach(path, named)
      const above = this.#again(this.dir(root!, root))
      const names = componentsOf(path.subarray(start))
      return this.#walk(above, names, (place, isLast) => this.#disk.openDirAt(place, !isLast))
    })
  }

  /** A directory that is no more: should it be made again, it is opened again. */
  forget(path: Buffer): void {
    const name = `:${path.toString('latin1')}`
    for (const [key, dir] of this.#open) {
      if (!key.endsWith(name)) continue
      this.#open.delete(key)
      this.#disk.closeDir(dir)
    }
  }

  closeAll(): void {
    for (const dir of this.#open.values()) this.#disk.closeDir(dir)
    this.#open.clear()
  }

  #held(key: string, open: () => Dir): Dir {
    const known = this.#open.get(key)
    if (known) return known
    const opened = open()
    this.#open.set(key, opened)
    return opened
  }

  /** Directories from an open one on, of which each is closed when the next is open. */
  #walk(from: Dir, names: readonly Buffer[], next: Next): Dir {
    let dir = from
    for (const [i, name] of names.entries()) {
      const last = dir
      try {
        dir = next(nameIn(last, name), i === names.length - 1)
      } finally {
        this.#disk.closeDir(last)
      }
    }
    return dir
  }

  /** From `/` on, through symlinks that may be followed. @param named somebody typed this path */
  #reach(path: Buffer, named: boolean): Dir {
    let hops = 0
    const enter: Next = (place, isLast) => {
      try {
        return this.#disk.openDirAt(place, !isLast)
      } catch (error) {
        const link = this.#disk.lstat(place)
        if (!link?.isSymbolicLink() || ++hops > MAX_HOPS) throw error
        this.#requireOwner(link, place, place.dir)
        return follow(place, link, isLast)
      }
    }
    const follow = (place: Place, link: BigIntStats, isLast: boolean): Dir => {
      const target = this.#disk.readlink(place)
      const start = target[0] === SLASH ? this.#root() : this.#again(place.dir)
      const dir = this.#walk(start, componentsOf(target), (at, end) => enter(at, end && isLast))
      try {
        if (!named) this.#requireOwner(link, place, dir)
        return dir
      } catch (error) {
        this.#disk.closeDir(dir)
        throw error
      }
    }
    return this.#walk(this.#root(), componentsOf(path), enter)
  }

  #root(): Dir {
    return this.#disk.openDir(NO_LINKS)
  }

  /** The same directory, to go on from. */
  #again(dir: Dir): Dir {
    return this.#disk.openDirAt(nameIn(dir, HERE), true)
  }

  /** @throws {ForeignLink} it is neither ours nor root's, nor of the owner of `dir` */
  #requireOwner({ uid }: BigIntStats, place: Place, dir: Dir): void {
    if (uid === 0n || uid === EUID || uid === this.#disk.fstat(dir.fd).uid) return
    const path = joinPath(place.dir.path, place.name)
    throw new ForeignLink(`"${path}" is a symbolic link of another user`)
  }
}

/** Opens a directory in a directory. @param isLast false: only to go on from there */
type Next = (place: Place, isLast: boolean) => Dir

const EUID = BigInt(process.geteuid?.() ?? 0)

/** As many symlinks as the kernel follows for one path. */
const MAX_HOPS = 40

const SLASH = 0x2f

const HERE = Buffer.from('.')

function nameIn(dir: Dir, name: Buffer): Place {
  return { dir, name }
}

function componentsOf(path: Buffer): Buffer[] {
  const names = path.toString('latin1').split('/')
  return names.filter(Boolean).map((name) => Buffer.from(name, 'latin1'))
}
