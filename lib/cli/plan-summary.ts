import { formatSize } from '../record/format-size.js'
import { pathFields, type PathFields } from '../record/path.js'
import { quote } from './message.js'

/** What came of a plan. */
export type Planned = {
  readonly op: string
  readonly steps: number
  readonly files: number
  /** Bytes on disk. */
  readonly frees: number
  readonly skipped: readonly (readonly [why: string, names: number])[]
}

/**
 * The plan in a few lines for people.
 * @param unmet by flag, directories that nothing in the input was below
 */
export function planSummary(
  { op, steps, files, frees, skipped }: Planned,
  unmet: { readonly [flag: string]: readonly Buffer[] },
): string[] {
  const what = `${counted(steps, 'step')} on ${counted(files, 'file')}`
  return [
    ...Object.entries(unmet).flatMap(([flag, paths]) =>
      paths.map((path) => `nothing in the input was below ${flag} ${quote(pathFields(path))}`),
    ),
    ...skipped.map(([why, names]) => `skipped ${counted(names, 'name')}: ${why}`),
    `${op}: ${what}, to free ${formatSize(frees)}`,
  ]
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** About a file of a set in which nothing could be the keeper. */
export function stuckNote(file: PathFields): string {
  return `no step for ${quote(file)}: no other file in its set, so no copy would stay`
}
