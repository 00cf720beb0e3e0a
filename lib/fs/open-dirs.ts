import { isBelow, splitPath } from '../record/path.js'
import type { Dir, Disk, Place } from './disk.js'

/**
 * The directories that a batch of steps works in, each opened once and held until `closeAll`: what
 * was checked in a directory is then done in that same directory, whatever its path leads to by then.
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
   * The place of a path. Components below `root` must not be symlinks; those of `root` itself may.
   * Without a root only the directory as it is named is opened; but what is longer than the system
   * takes at once is opened in parts, and only the first part may have symlinks then.
   * @throws {NodeJS.ErrnoException} ELOOP, ENOTDIR: a component below `root` is no longer a directory
   */
  place(path: Buffer, root: Buffer | undefined): Place {
    const { dir, base } = splitPath(path)
    return { dir: this.dir(dir, root), name: base }
  }

  dir(path: Buffer, root: Buffer | undefined): Dir {
    const start = root && isBelow(path, root) ? root : shorten(path)
    const key = `${start.length}:${path.toString('latin1')}`
    const known = this.#open.get(key)
    if (known) return known
    const opened = this.#descend(path, start)
    this.#open.set(key, opened)
    return opened
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

  #descend(path: Buffer, start: Buffer): Dir {
    const names = path.subarray(start.length).toString('latin1').split('/').filter(Boolean)
    let dir = this.#openStart(start)
    for (const name of names) {
      try {
        const next = this.#disk.openDirAt({ dir, name: Buffer.from(name, 'latin1') })
        this.#disk.closeDir(dir)
        dir = next
      } catch (error) {
        this.#disk.closeDir(dir)
        throw error
      }
    }
    return dir
  }

  #openStart(start: Buffer): Dir {
    const first = shorten(start)
    return first === start ? this.#disk.openDir(start) : this.#descend(start, first)
  }
}

/** PATH_MAX, with some room. */
const MAX_BYTES = 4000

/** As much of a path as one call takes: whole components. */
function shorten(path: Buffer): Buffer {
  return path.length <= MAX_BYTES ? path : path.subarray(0, path.lastIndexOf('/', MAX_BYTES))
}
