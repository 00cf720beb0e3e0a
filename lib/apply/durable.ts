import type { BigIntStats } from 'node:fs'
import type { Dir, Disk } from '../fs/disk.js'
import { systemCode } from '../record/system-error.js'

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

  /** @returns the directories that could not be synced, and why */
  syncDirs(): ReadonlyMap<Dir, unknown> {
    const failed = syncAll(this.#disk, this.#dirs)
    this.#dirs.clear()
    return failed
  }
}

/** So many directories are cheaper to sync with all of their file system (measured: 256 in 6 ms, not 22). */
const MANY = 16

/** The names in these directories are durable on return. @returns those where they are not, and why */
export function syncAll(disk: Disk, dirs: ReadonlySet<Dir>): ReadonlyMap<Dir, unknown> {
  const failed = new Map<Dir, unknown>()
  const byDevice = new Map<bigint, Dir[]>()
  for (const dir of dirs) {
    const { dev } = disk.fstat(dir.fd)
    const same = byDevice.get(dev)
    if (same) same.push(dir)
    else byDevice.set(dev, [dir])
  }
  for (const same of byDevice.values()) {
    if (same.length >= MANY && syncedWhole(disk, same[0]!)) continue
    for (const dir of same) syncOne(disk, dir, failed)
  }
  return failed
}

function syncedWhole(disk: Disk, dir: Dir): boolean {
  try {
    return disk.syncNames?.(dir) === true
  } catch (error) {
    systemCodeOf(error)
    return false // each by itself will tell which of them it is
  }
}

function syncOne(disk: Disk, dir: Dir, failed: Map<Dir, unknown>): void {
  try {
    disk.sync(dir.fd)
  } catch (error) {
    systemCodeOf(error)
    failed.set(dir, error)
  }
}

/** @throws the error itself where it is a fault of ours */
function systemCodeOf(error: unknown): void {
  if (systemCode(error as NodeJS.ErrnoException) === undefined) throw error
}
