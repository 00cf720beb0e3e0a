import { formatSize } from '../record/format-size.js'
import type { Fault } from '../record/fault.js'
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

/** The plan in a few lines for people. */
export function planSummary({ op, steps, files, frees, skipped }: Planned): string[] {
  const what = `${counted(steps, 'step')} on ${counted(files, 'file')}`
  return [
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

type Territory = { readonly unmet: () => readonly Buffer[] }

/** What is wrong with directories that nothing in the input was below: the plan may not spare what it was to spare. */
export function unmetFaults({
  primary,
  within,
}: {
  readonly primary: Territory
  readonly within: Territory
}): Fault[] {
  const told = (flag: string, paths: readonly Buffer[]) =>
    paths.map((path) => ({
      doing: `nothing in the input was below ${flag}`,
      path: pathFields(path),
      cause: 'is it the right one?',
    }))
  return [...told('--primary', primary.unmet()), ...told('--within', within.unmet())]
}
