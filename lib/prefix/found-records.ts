import { byPath, type Classes, type Name } from './classes.js'
import type { Files } from './files.js'
import type { Findings } from './findings.js'
import { wholeFiles } from './forest.js'
import { judge, type Judgement } from './hints.js'
import { STATE } from './look-block.js'
import { NONE } from './relations.js'

/** A name of a file that is the beginning of a whole one. */
export type Partial = Name &
  Judgement & {
    /** The file that stands for the whole ones, and the first of their paths. */
    readonly whole: number
    readonly wholePath: string
    /** Bytes that were compared. */
    readonly bytes: number
  }

/** Files of one content, by the one that stands for them. */
export type Group = {
  readonly head: number
  /** They are beginnings of another file, and how surely. */
  readonly partial: Judgement['confidence'] | undefined
}

/** Names of a whole file that are held against the name of a partial one. */
const MOST_NAMES = 100

/** What there is to tell, in the order in which it is told. */
export type Found = {
  readonly empties: readonly Name[]
  readonly partials: readonly Partial[]
  /** Made as they are asked for: there may be half as many as there are files. */
  readonly groups: Iterable<Group>
}

/**
 * Put together what was found: the largest whole files first, then the largest parts of each; groups
 * in the order of their sizes and first bytes.
 */
export function foundRecords(
  heads: Uint32Array,
  files: Files,
  classes: Classes,
  found: Findings,
): Found {
  const { size, length, state } = files
  const stands = heads.filter((file) => state[file] === STATE.read && found.isTwin[file] === 0)
  const firstPath = (head: number) => classes.namesOf(head)[0]!.path
  const hasZeros = (head: number) => Number(size[head]! > length[head]!)
  const wholes = wholeFiles(related(stands, found), {
    parent: found.parent,
    prefer: (a, b) =>
      length[a]! - length[b]! ||
      hasZeros(b) - hasZeros(a) ||
      size[a]! - size[b]! ||
      (firstPath(a) < firstPath(b) ? 1 : -1),
  })
  const partials: Partial[] = []
  for (const head of wholes.keys()) for (const partial of partialsOf(head)) partials.push(partial) // too many to spread
  return {
    empties: emptyNames(heads, files, classes),
    partials: partials.sort(
      (a, b) =>
        size[b.whole]! - size[a.whole]! ||
        byPath({ path: a.wholePath }, { path: b.wholePath }) ||
        b.bytes - a.bytes ||
        byPath(a, b),
    ),
    groups: groups(),
  }

  function* groups(): Generator<Group> {
    const sorted = stands
      .filter((head) => classes.hasTwins(head))
      .sort(
        (a, b) =>
          size[b]! - size[a]! ||
          files.signatures.compare(a, b, 0) ||
          (firstPath(a) < firstPath(b) ? -1 : 1),
      )
    for (const head of sorted) yield { head, partial: confidenceOf(partialsOf(head)) }
  }

  function partialsOf(head: number): Partial[] {
    const whole = wholes.get(head)
    if (whole === undefined) return []
    const [bytes, end] = [length[head]!, found.end[head]!]
    const wholePaths = classes
      .namesOf(whole)
      .slice(0, MOST_NAMES)
      .map(({ path }) => path)
    const facts = { whole, wholePath: wholePaths[0]!, bytes }
    const start = { wholePaths, bytes, size: size[head]!, wholeSize: size[whole]!, end }
    return classes
      .namesOf(head)
      .map((name) => ({ ...name, ...facts, ...judge({ ...start, ...name }) }))
  }
}

/** Those that have a parent, and the parents. */
function related(stands: Uint32Array, { parent }: Findings): Set<number> {
  const all = new Set<number>()
  for (const file of stands) if (parent[file] !== NONE) all.add(file).add(parent[file]!)
  return all
}

function confidenceOf(partials: readonly Partial[]): Judgement['confidence'] | undefined {
  if (partials.length === 0) return undefined
  return partials.some(({ confidence }) => confidence === 'high') ? 'high' : 'low'
}

function emptyNames(heads: Uint32Array, { state }: Files, classes: Classes): Name[] {
  const names: Name[] = []
  for (const file of heads)
    if (state[file] === STATE.empty) for (const name of classes.namesOfFile(file)) names.push(name)
  return names.sort(byPath)
}
