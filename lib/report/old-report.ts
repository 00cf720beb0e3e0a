import type { FileRecord } from '../record/file.js'
import { nameKey } from '../record/host.js'
import { listed, oldLine, type Listed } from './old-line.js'
import { byLength, bySize } from './old-order.js'

/** Files that stay, the first of which gives the set its place, and files that are too much. */
type OldSet = { readonly kept: Listed[]; readonly extra: Listed[] }

type OldSets = Map<string, OldSet>

/** Lines are given out so many at a time. */
const LINES = 1000

/**
 * Empty files, incompletes and duplicates in the layout of killdupes. It holds name, size and time of all
 * files but the empty ones, since it sorts them.
 */
export class OldReport {
  #empties = 0
  readonly #incompletes: OldSets = new Map()
  readonly #duplicates: OldSets = new Map()

  /** @returns lines to be written at once, since this section is the first and is not sorted */
  empty(file: FileRecord): string[] {
    const line = oldLine('X', file)
    return this.#empties++ === 0 ? ['Empty files:', line] : [line]
  }

  incomplete(whole: FileRecord, part: FileRecord): void {
    setOf(this.#incompletes, whole).extra.push(listed(part))
  }

  duplicate(kept: FileRecord, copy: FileRecord): void {
    setOf(this.#duplicates, kept).extra.push(listed(copy))
  }

  /** Another name of the file that is kept. */
  hardLink(kept: FileRecord, name: FileRecord): void {
    setOf(this.#duplicates, kept).kept.push(listed(name))
  }

  /** The sections that have to wait until all is known. */
  *rest(): Generator<string[]> {
    yield* section('Incompletes:', this.#incompletes, bySize)
    yield* section('Duplicates:', this.#duplicates, byLength)
  }
}

function setOf(sets: OldSets, kept: FileRecord): OldSet {
  const known = sets.get(nameKey(kept))
  if (known) return known
  const set = { kept: [listed(kept)], extra: [] }
  sets.set(nameKey(kept), set)
  return set
}

/** Sets with the largest kept file first. @param order that of the files that are too much */
function* section(
  heading: string,
  sets: OldSets,
  order: (a: Listed, b: Listed) => number,
): Generator<string[]> {
  const sorted = [...sets.values()]
    .filter(({ extra }) => extra.length > 0)
    .sort((a, b) => bySize(a.kept[0]!, b.kept[0]!))
  let lines: string[] = []
  for (const [i, { kept, extra }] of sorted.entries()) {
    lines.push(i === 0 ? heading : '')
    for (const file of kept) lines.push(oldLine('=', file))
    for (const file of extra.sort(order)) lines.push(oldLine('X', file))
    if (lines.length < LINES) continue
    yield lines
    lines = []
  }
  yield lines
}
