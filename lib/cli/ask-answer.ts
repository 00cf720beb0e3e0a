import type { Op, Why } from '../record/step.js'

const LETTERS: ReadonlyMap<string, Why> = new Map([
  ['e', 'empty'],
  ['i', 'partial'],
  ['d', 'duplicate'],
])

const ALL = [...LETTERS.values()]

const WORDS: ReadonlyMap<string, readonly Why[]> = new Map([
  ['a', ALL],
  ['all', ALL],
  ['empty', ['empty']],
  ['incompletes', ['partial']],
  ['duplicates', ['duplicate']],
])

/**
 * The steps that an answer allows, as their reasons: a word, a letter, or different letters of `eid`.
 * Nothing else allows anything, least of all what only looks alike: `A`, `nah`, ` a`.
 * @param line undefined: none was given
 */
export function allowedBy(line: string | undefined): ReadonlySet<Why> {
  const letters = [...(line ?? '')].map((letter) => LETTERS.get(letter))
  const known = letters.filter((why) => why !== undefined)
  const distinct = new Set(known)
  if (distinct.size === letters.length) return distinct
  return new Set(WORDS.get(line ?? ''))
}

/** In the order in which they are named where a plan has several. */
const VERBS: readonly (readonly [verb: string, ...ops: Op[]])[] = [
  ['kill', 'delete'],
  ['link', 'hardlink', 'reflink', 'symlink', 'pool-link'],
  ['move', 'move'],
  ['copy', 'copy'],
]

/** `Kill files? …`, or what else is to become of them. */
export function question(ops: ReadonlySet<Op>): string {
  const verbs = VERBS.filter(([, ...own]) => own.some((op) => ops.has(op))).map(([verb]) => verb)
  const text = verbs.join(' or ')
  const verb = text.charAt(0).toUpperCase() + text.slice(1)
  return `${verb} files? (all/empty/incompletes/duplicates) [a/e/i/d/N] `
}
