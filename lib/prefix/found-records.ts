import { byPath, classFinder, nameOf, type Class, type Name } from './classes.js'
import type { Chains } from './chains.js'
import type { Files } from './files.js'
import type { Findings } from './findings.js'
import { wholeFiles } from './forest.js'
import { judge, type Judgement } from './hints.js'
import { STATE } from './look-block.js'
import { NONE } from './relations.js'

/** A name of a file that is the beginning of a whole one. */
export type Partial = {
  readonly name: Name
  readonly whole: Class
  /** Bytes that were compared. */
  readonly bytes: number
  readonly judgement: Judgement
}

/** Files of one content; `partial`: they are beginnings of another, and how surely. */
export type Group = {
  readonly members: Class
  readonly size: number
  readonly partial: Judgement['confidence'] | undefined
}

/** What there is to tell, in the order in which it is told. */
export type Found = {
  readonly empties: readonly Name[]
  readonly partials: readonly Partial[]
  readonly groups: readonly Group[]
}

/** Put together what was found: the largest whole files first, then the largest of each. */
export function foundRecords(
  heads: Uint32Array,
  files: Files,
  names: Chains,
  found: Findings,
): Found {
  const classOf = classFinder(files, names, found)
  const isHead = (file: number) => files.state[file] === STATE.read && found.isTwin[file] === 0
  const stands = heads.filter(isHead)
  const pathOf = (head: number) => classOf(head).names[0]!.path
  const wholes = wholeFiles(related(stands, found), {
    parent: found.parent,
    prefer: (a, b) => files.length[a]! - files.length[b]! || (pathOf(a) < pathOf(b) ? 1 : -1),
  })
  const partials: Partial[] = []
  const groups: Group[] = []
  for (const head of stands) {
    const whole = wholes.get(head)
    if (whole === undefined && found.twins.after(head) === NONE) continue
    const members = classOf(head)
    const own = whole === undefined ? [] : partialsOf(members, classOf(whole), files, found)
    partials.push(...own)
    if (members.files > 1)
      groups.push({ members, size: files.size[head]!, partial: confidenceOf(own) })
  }
  return {
    empties: emptyNames(heads, files, names),
    partials: partials.sort(
      (a, b) => compareWholes(a, b, files) || b.bytes - a.bytes || byPath(a.name, b.name),
    ),
    groups: groups.sort(
      (a, b) => b.size - a.size || byPath(a.members.names[0]!, b.members.names[0]!),
    ),
  }
}

/** Those that have a parent, and the parents. */
function related(stands: Uint32Array, { parent }: Findings): Set<number> {
  const all = new Set<number>()
  for (const file of stands) if (parent[file] !== NONE) all.add(file).add(parent[file]!)
  return all
}

function partialsOf(
  { head, names }: Class,
  whole: Class,
  files: Files,
  { end }: Findings,
): Partial[] {
  const bytes = files.length[head]!
  const [{ path: wholePath, file }] = whole.names as [Name]
  const wholeSize = files.size[file]!
  return names.map((name) => {
    const judgement = judge({ path: name.path, wholePath, bytes, wholeSize, end: end[head]! })
    return { name, whole, bytes, judgement }
  })
}

function confidenceOf(partials: readonly Partial[]): Judgement['confidence'] | undefined {
  if (partials.length === 0) return undefined
  return partials.some(({ judgement }) => judgement.confidence === 'high') ? 'high' : 'low'
}

function compareWholes(a: Partial, b: Partial, files: Files): number {
  const [x, y] = [a.whole.names[0]!, b.whole.names[0]!]
  return files.size[y.file]! - files.size[x.file]! || byPath(x, y)
}

function emptyNames(heads: Uint32Array, files: Files, names: Chains): Name[] {
  const empty = heads.filter((file) => files.state[file] === STATE.empty)
  const all: Name[] = []
  for (const head of empty) for (const file of names.from(head)) all.push(nameOf(files, file))
  return all.sort(byPath)
}
