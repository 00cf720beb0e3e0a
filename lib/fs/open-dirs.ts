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
   * Without a root only the directory as it is named is opened.
   * @throws {NodeJS.ErrnoException} ELOOP, ENOTDIR: a component below `root` is no longer a directory
   */
  place(path: Buffer, root: Buffer | undefined): Place {
    const { dir, base } = splitPath(path)
    return { dir: this.dir(dir, root), name: base }
  }

  dir(path: Buffer, root: Buffer | undefined): Dir {
    const key = path.toString('latin1')
    const known = this.#open.get(key)
    if (known) return known
    const opened =
      root && isBelow(path, root) ? this.#descend(path, root) : this.#disk.openDir(path)
    this.#open.set(key, opened)
    return opened
  }

  closeAll(): void {
    for (const dir of this.#open.values()) this.#disk.closeDir(dir)
    this.#open.clear()
  }

  #descend(path: Buffer, root: Buffer): Dir {
    const names = path.subarray(root.length).toString('latin1').split('/').filter(Boolean)
    let dir = this.#disk.openDir(root)
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
}
