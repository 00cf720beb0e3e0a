import { lstatSync, realpathSync, statSync, type BigIntStats } from 'node:fs'
import { pathFields } from '../record/path.js'
import { inodeTrust } from './inode-trust.js'

/** Directories that are remembered: some 10 MB of them. */
const MOST = 65_536

/** What is known of a directory: numbers of the trees that it is in, and its path without symlinks. */
type Known = { readonly trees: readonly number[]; readonly real: string }

/**
 * Makes the function that finds the trees that a path is in, whatever symlinks and mounts it was
 * written through: below the root of one, by name or by the identity of a directory above it. Only
 * directories are looked at, each once; one that is not there is where its path says.
 * @param trees the roots of each, absolute; what is not there is only known by its name
 * @param isTrusted is a directory known by its inode, on its file system?
 * @returns numbers of trees; some may come twice
 */
export function treeFinder(
  trees: readonly (readonly Buffer[])[],
  isTrusted = inodeTrust(),
): (path: Buffer) => readonly number[] {
  const marks = new Marks(trees, isTrusted)
  const known = new Map<string, Known>()
  const look = (dir: string, mayFollow: boolean): Known => {
    const before = known.get(dir)
    if (before !== undefined) return before
    const found = find(dir, mayFollow)
    if (known.size >= MOST) known.clear()
    known.set(dir, found)
    return found
  }
  const find = (dir: string, mayFollow: boolean): Known => {
    const stat = trying(() => lstatSync(bytes(dir), { bigint: true }))
    if (dir === '/') return { trees: marks.at(dir, dir, stat), real: dir }
    const [parent, base] = split(dir)
    const above = look(parent, mayFollow)
    const target = mayFollow && stat?.isSymbolicLink() ? realPath(dir) : undefined
    const real = target ?? join(above.real, base)
    const led = target === undefined ? [] : look(target, false).trees
    return { trees: [...above.trees, ...led, ...marks.at(dir, real, stat)], real }
  }
  return (path) => {
    const name = path.toString('latin1')
    const [dir, base] = split(name)
    const above = look(dir, true)
    const own = marks.at(name, join(above.real, base))
    return own.length === 0 ? above.trees : [...above.trees, ...own]
  }
}

/** The roots of trees, by their names, and by their inodes where those are their own. */
class Marks {
  readonly #byName = new Map<string, number[]>()
  readonly #byInode = new Map<string, number[]>()

  constructor(trees: readonly (readonly Buffer[])[], isTrusted: ReturnType<typeof inodeTrust>) {
    for (const [tree, roots] of trees.entries())
      for (const root of roots) {
        const name = root.toString('latin1')
        const stat = trying(() => statSync(root, { bigint: true }))
        for (const one of new Set([name, realPath(name) ?? name])) add(this.#byName, one, tree)
        // A file has no identity here: its hard links are not below it.
        if (stat?.isDirectory() && isTrusted({ ...pathFields(root), dev: String(stat.dev) }))
          add(this.#byInode, inodeKey(stat), tree)
      }
  }

  /** @param stat where it is a directory */
  at(name: string, real: string, stat?: BigIntStats): readonly number[] {
    const named = this.#byName.get(name) ?? NONE
    const really = name === real ? NONE : (this.#byName.get(real) ?? NONE)
    const same = stat === undefined ? NONE : (this.#byInode.get(inodeKey(stat)) ?? NONE)
    return really === NONE && same === NONE ? named : [...named, ...really, ...same]
  }
}

const NONE: readonly number[] = []

function add(to: Map<string, number[]>, key: string, tree: number): void {
  to.set(key, [...(to.get(key) ?? []), tree])
}

function inodeKey({ dev, ino }: BigIntStats): string {
  return `${dev}:${ino}`
}

function split(path: string): [dir: string, base: string] {
  const slash = path.lastIndexOf('/')
  return [path.slice(0, Math.max(slash, 1)), path.slice(slash + 1)]
}

function join(dir: string, base: string): string {
  return dir === '/' ? `/${base}` : `${dir}/${base}`
}

/** Undefined: it leads nowhere, or nowhere that we may look. */
function realPath(path: string): string | undefined {
  return trying(() => realpathSync.native(bytes(path), 'latin1'))
}

function bytes(path: string): Buffer {
  return Buffer.from(path, 'latin1')
}

function trying<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch {
    return undefined
  }
}
