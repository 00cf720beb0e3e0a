// What a run left that died in the middle of a step.
import { linkSync, renameSync, symlinkSync } from 'node:fs'
import type { Test } from 'tap'
import { check } from '../../lib/apply/act.js'
import type { Row } from '../../lib/apply/journal-row.js'
import type { Run } from '../../lib/apply/scene.js'
import { pendingRow } from '../../lib/apply/step-row.js'
import type { Disk } from '../../lib/fs/disk.js'
import type { Op, StepRecord } from '../../lib/record/step.js'
import { runOn, UNASKED } from './apply-run.js'
import { pair, TEMP } from './pair.js'
import { TIME } from './rows.js'
import type { Scratch } from './scratch.js'

/** Something that happened to the names of `pair` since its step was journaled. */
export type Since = (scratch: Scratch) => unknown

type Left = { readonly scratch: Scratch; readonly run: Run; readonly row: Row }

/** `pair`, the row of its step, and a run to recover it. */
export async function left(
  t: Pick<Test, 'teardown'>,
  op: Op,
  since: Since = () => {},
  calls: Partial<Disk> = {},
): Promise<Left> {
  const { scratch, step } = pair(t, op)
  return { ...(await journaledStep(t, step, calls)), scratch: happened(scratch, since) }
}

function happened(scratch: Scratch, since: Since): Scratch {
  since(scratch)
  return scratch
}

/** The row that is written before a step is carried out. */
export async function journaledStep(
  t: Pick<Test, 'teardown'>,
  step: StepRecord,
  calls: Partial<Disk> = {},
): Promise<{ run: Run; row: Row }> {
  const run = runOn({ ...UNASKED, ...calls })
  t.teardown(() => run.dirs.closeAll())
  return { run, row: pendingRow(await check(run, step), TEMP, TIME) }
}

/** Several things, one after another. */
export function all(...things: Since[]): Since {
  return (scratch) => things.forEach((thing) => thing(scratch))
}

export function renamed(from: string, to: string): Since {
  return (scratch) => renameSync(scratch.at(from), scratch.at(to))
}

export function linked(name: string, of: string): Since {
  return (scratch) => linkSync(scratch.at(of), scratch.at(name))
}

/** A symlink to the keeper. */
export function pointing(name: string): Since {
  return (scratch) => symlinkSync(scratch.at('keep/keep'), scratch.at(name))
}

export function written(name: string, content = 'brand new'): Since {
  return (scratch) => scratch.write(name, content)
}

export function removed(name: string): Since {
  return (scratch) => scratch.remove(name)
}
