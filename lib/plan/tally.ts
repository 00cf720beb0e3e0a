import type { FileRecord } from '../record/file.js'

/** Why names got no step though another copy of their content stays. */
export const REASONS = {
  protected: 'protected by --primary or --within',
  alias: 'one name reached by several paths (a bind mount, an overlay, a symbolic link above it)',
  'frees-nothing': 'would free nothing: another name stays',
  device: 'on another device',
  metadata: 'owner or mode differs (--metadata ignore links them all the same)',
  host: 'on another machine',
  isolate: 'all copies are below one root (--isolate)',
  'read-only': 'on a branch where nothing can be changed',
  'no-primary': 'no copy below --primary to stay (--keep says which one may stay then)',
  'no-branch': 'all copies are on branches where nothing can be linked',
  lost: 'gone since an interrupted run, and the copy that would stand in changed since',
  'no-root': 'no root in the record, which --isolate needs',
  changed: 'listed twice, and changed in between',
  alone: 'no other file in its set',
  'not-duplicates': 'duplicates, which were not asked for (--duplicates)',
  'not-partials': 'partial files, which were not asked for (--partials)',
  'as-partials': 'equal beginnings of a larger file, planned for as partial files',
  'not-empties': 'empty files, which were not asked for (--empties)',
  'link-partial': 'partial files, which can only be deleted or moved',
  'link-empty': 'empty files, which can only be deleted or moved',
  'many-copies':
    'partial files of a whole one with very many copies (plan them without --duplicates)',
  unsure: 'partial files of low confidence (--low-confidence takes them)',
} as const

export type Reason = keyof typeof REASONS

/** What came of a run, for its summary. Grows by a number a reason, not with the input. */
export class Tally {
  #steps = 0
  #files = 0
  #frees = 0
  readonly #skipped = new Map<Reason, number>()
  readonly #onStuck: (file: FileRecord) => void

  /** @param onStuck called with a file of each set in which nothing could be the keeper */
  constructor(onStuck: (file: FileRecord) => void = () => {}) {
    this.#onStuck = onStuck
  }

  /** Steps for the names of one inode, at least one. */
  plan(steps: readonly { readonly frees: number }[]): void {
    this.#steps += steps.length
    this.#files++
    for (const { frees } of steps) this.#frees += frees
  }

  skip(reason: Reason, names: number): void {
    if (names > 0) this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + names)
  }

  stuck(file: FileRecord): void {
    this.#onStuck(file)
  }

  /** `files` are inodes, `frees` bytes on disk, `skipped` names by reason in words. */
  get totals(): {
    steps: number
    files: number
    frees: number
    skipped: [why: string, names: number][]
  } {
    const skipped = [...this.#skipped].map(([reason, names]): [string, number] => [
      REASONS[reason],
      names,
    ])
    return { steps: this.#steps, files: this.#files, frees: this.#frees, skipped }
  }
}
