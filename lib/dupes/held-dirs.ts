import { AT_FDCWD, PATH_FLAGS, type ByAddress, type Room } from '../fs/native/by-address.js'
import type { SharedFiles } from './shared-files.js'

/** Bytes that a path may have, with its NUL, for the kernel to take it. */
const PATH_MAX = 4096

/** Bytes that the name of a file may have. */
const NAME_MAX = 255

/** It could not be opened, or too many are open already. */
const NONE = -1

/**
 * Directories that stay open while what is in them is read: the kernel then looks up one name for each
 * file, instead of all those on the way to it, which is most of what it takes to open one.
 */
export class HeldDirs {
  readonly #files: SharedFiles
  readonly #calls: ByAddress
  readonly #names: Room
  readonly #paths: Room
  readonly #path: Room
  /** By their numbers. */
  readonly #held = new Map<number, number>()
  readonly #most: number

  constructor(files: SharedFiles, calls: ByAddress, most: number) {
    this.#files = files
    this.#calls = calls
    this.#names = calls.sharedRoom(files.memory.names)
    this.#paths = calls.sharedRoom(files.memory.dirPaths)
    this.#path = calls.room(PATH_MAX)
    this.#most = most
  }

  /** Open a file. Negative: it failed. */
  openIn(file: number, flags: number): number {
    const dir = this.#files.dirOf[file]!
    const held = this.#held.get(dir) ?? this.#hold(dir)
    if (held !== NONE) return this.#calls.open(held, this.#names, this.#files.nameAt[file]!, flags)
    if (this.#files.writePath(file, this.#path.bytes) > PATH_MAX) return NONE
    return this.#calls.open(AT_FDCWD, this.#path, 0, flags)
  }

  close(): void {
    for (const held of this.#held.values()) if (held !== NONE) this.#calls.close(held)
    this.#held.clear()
  }

  #hold(dir: number): number {
    if (this.#held.size >= this.#most) return NONE
    // What is too far down to be reached by its path is not to be read in another way.
    if (this.#files.dirPathBytes(dir) + 1 + NAME_MAX >= PATH_MAX) return NONE
    const opened = this.#calls.open(AT_FDCWD, this.#paths, this.#files.dirAt[dir]!, PATH_FLAGS)
    const held = Math.max(opened, NONE)
    this.#held.set(dir, held)
    return held
  }
}
