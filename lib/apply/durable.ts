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
    syncAll(this.#disk, this.#dirs)
    this.#dirs.clear()
  }
}

/** So many directories are cheaper to sync with all of their file system (measured: 256 in 6 ms, not 22). */
const MANY = 16

/** The names in these directories are durable on return. @throws {NodeJS.ErrnoException} */
export function syncAll(disk: Disk, dirs: ReadonlySet<Dir>): void {
  const byDevice = new Map<bigint, Dir[]>()
  for (const dir of dirs) {
    const { dev } = disk.fstat(dir.fd)
    const same = byDevice.get(dev)
    if (same) same.push(dir)
    else byDevice.set(dev, [dir])
  }
  for (const same of byDevice.values())
    if (same.length < MANY || !disk.syncNames?.(same[0]!)) for (const dir of same) disk.sync(dir.fd)
}
