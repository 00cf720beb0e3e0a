// A file and its keeper, for tests of one step.
import type { Test } from 'tap'
import { act, check } from '../../lib/apply/act.js'
import { recover } from '../../lib/apply/recover.js'
import { Refusal } from '../../lib/apply/refusal.js'
import type { Run } from '../../lib/apply/scene.js'
import { pendingRow } from '../../lib/apply/step-row.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import type { Op, StepRecord } from '../../lib/record/step.js'
import { SILENT, TIME } from './rows.js'
import { Scratch, step } from './scratch.js'

export const TEMP = '.dd-test-0~'
export const AWAY = '.dd-test-0a~'

/** `dir/file` and `keep/keep` of the same bytes, and a step about them. */
export function pair(
  t: Pick<Test, 'teardown'>,
  op: Op,
  fields: Partial<StepRecord> = {},
  content = 'the same content',
  parent?: string,
) {
  const scratch = new Scratch(t, parent)
  const file = scratch.write('dir/file', content, 1_500_000_000)
  const keep = scratch.write('keep/keep', content)
  const made = step(op, file, keep, fields)
  return {
    scratch,
    file,
    keep,
    step: op === 'move' ? { ...made, to: `${scratch.root}/to/file` } : made,
  }
}

/** The names of `pair`, and no temporary one. */
export const BOTH = ['dir/', 'dir/file', 'keep/', 'keep/keep']

/**
 * Look at a step and carry it out; if it fails, take back what it began, as a batch does.
 * @returns its status, or the code of what stopped it
 */
export async function carryOut(run: Run, step: StepRecord): Promise<string> {
  try {
    const ready = await check(run, step)
    return await act(run, ready, TEMP, () => {}).catch(async (error) => {
      await recover({ ...run, disk: realDisk() }, SILENT, pendingRow(ready, TEMP, TIME), 'back')
      throw error
    })
  } catch (error) {
    if (error instanceof Refusal) return error.code
    return (error as NodeJS.ErrnoException).code ?? `${error}`
  } finally {
    run.dirs.closeAll()
  }
}
