import { pathBytes } from '../record/path.js'
import type { Chains } from './chains.js'
import type { Files } from './files.js'
import type { Findings } from './findings.js'

/** A name of a file; `path` holds its bytes, one latin1 character each, which compare as they do. */
export type Name = { readonly file: number; readonly path: string }

/** Files of one content, and all their names. */
export type Class = {
  /** The file that stands for it. */
  readonly head: number
  /** Inodes. */
  readonly files: number
  /** By path. */
  readonly names: readonly Name[]
}

/** Makes the function that gives the class that a file stands for; asked twice, it remembers. */
export function classFinder(files: Files, names: Chains, { twins }: Findings) {
  const known = new Map<number, Class>()
  return (head: number): Class => {
    const seen = known.get(head)
    if (seen !== undefined) return seen
    const members = [...twins.from(head)]
    const all = members.flatMap((file) => [...names.from(file)].map((name) => nameOf(files, name)))
    const found = { head, files: members.length, names: all.sort(byPath) }
    known.set(head, found)
    return found
  }
}

export function nameOf(files: Files, file: number): Name {
  return { file, path: pathBytes(files.record(file)).toString('latin1') }
}

export function byPath(a: Name, b: Name): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0
}
