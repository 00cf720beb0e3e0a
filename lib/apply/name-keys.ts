import { lstatSync } from 'node:fs'
import { hash } from 'node:crypto'
import { pathBytes, pathKey, splitPath, type PathFields } from '../record/path.js'

/** Directories remembered; when it is full, all are forgotten. */
const REMEMBERED = 10_000

/**
 * One key per name, whatever path leads to it: the parent's device and inode, and the last
 * component. So a bind mount or a symlinked parent cannot make one name look like two.
 */
export class NameKeys {
  readonly #dirs = new Map<string, string>()

  key(path: PathFields): string {
    const { dir, base } = splitPath(pathBytes(path))
    const parent = this.#parent(dir.toString('latin1'), dir)
    return parent === '' ? pathKey(path) : `${parent}/${base.toString('latin1')}`
  }

  /** 52 bits of the key, as a number. */
  hash(path: PathFields): number {
    return numberOf(this.key(path))
  }

  #parent(name: string, dir: Buffer): string {
    const known = this.#dirs.get(name)
    if (known !== undefined) return known
    const stat = statOf(dir)
    if (this.#dirs.size >= REMEMBERED) this.#dirs.clear()
    this.#dirs.set(name, stat)
    return stat
  }
}

/** 52 bits of a text's digest, as a number. */
export function numberOf(text: string): number {
  const digest = hash('sha1', text, 'buffer')
  return digest.readUIntBE(0, 6) * 16 + (digest[6]! & 15)
}

/** Empty where the directory is gone: its steps will be refused one by one. */
function statOf(dir: Buffer): string {
  try {
    // `.` follows a parent that is itself a symlink.
    const { dev, ino } = lstatSync(Buffer.concat([dir, Buffer.from('/.')]), { bigint: true })
    return `${dev}:${ino}`
  } catch {
    return ''
  }
}
