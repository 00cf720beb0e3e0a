import type { BigIntStats } from 'node:fs'
import type { Dir, Disk } from '../fs/disk.js'

/** Keepers remembered as synced. When it is full, all are forgotten and synced again: never wrong. */
const REMEMBERED = 10_000

/**
 * Makes keepers durable before their copies are touched: a fresh copy that is still only in memory,
 * plus a power cut, is how a deduplicator loses both. Each keeper once, each directory once a batch.
 */
export class Durable {
  readonly #disk: Disk
  readonly #files = new Set<string>()
  readonly #dirs = new Set<Dir>()

  constructor(disk: Disk) {
    this.#disk = disk
  }

  /** The content of an open keeper is durable on return. @throws {NodeJS.ErrnoException} EIO */
  file(fd: number, { dev, ino, mtimeNs, size }: BigIntStats): void {
    const key = `${dev}:${ino}:${mtimeNs}:${size}`
    if (this.#files.has(key)) return
    this.#disk.sync(fd)
    if (this.#files.size >= REMEMBERED) this.#files.clear()
    this.#files.add(key)
  }

  /** The names in a directory are to be durable with the next `syncDirs`. */
  dir(dir: Dir): void {
    this.#dirs.add(dir)
  }

  /** @throws {NodeJS.ErrnoException} */
  syncDirs(): void {
    for (const dir of this.#dirs) this.#disk.sync(dir.fd)
    this.#dirs.clear()
  }
}
