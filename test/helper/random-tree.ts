// Trees of random shape, with names of every kind.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { pick } from './random.js'

/** Latin1: a character is a byte. */
const KINDS = ['a', 'B', '.h', ' ', '\n', '"', '\\', '-rf', '\x01', '\x7f', '\xc3\xa9', '\xff', '*']

/** As long as a name can be. */
const LONG = ['n', '\xff'].map((byte) => byte.repeat(250))

const DEEPEST = 5

/** Make so many names below a directory: files, empty ones too, directories, symlinks. */
export function growTree(top: string, names: number, random: () => number): void {
  const dirs = [{ path: top, depth: 0 }]
  for (let i = 0; i < names; i++) {
    const { path: above, depth } = pick(dirs, random)
    const name = `${random() < 0.05 ? pick(LONG, random) : pick(KINDS, random)}${i}`
    const path = `${above}/${name}`
    const at = Buffer.from(path, 'latin1')
    const kind = random()
    if (kind < 0.3 && depth < DEEPEST) {
      mkdirSync(at)
      dirs.push({ path, depth: depth + 1 })
    } else if (kind < 0.4) symlinkSync(pick(['.', '..', '/', 'none', 'a0'], random), at)
    else writeFileSync(at, kind < 0.5 ? '' : 'x')
  }
}
