import { openAppend } from '../fs/append-file.js'
import { realDisk } from '../fs/real-disk.js'
import { openSpool } from '../fs/spool.js'
import type { PathFields } from '../record/path.js'
import type { ResultRecord } from '../record/result.js'
import { applyPlan } from './apply-plan.js'
import { tryUnit } from './dry-run.js'
import { headerNotes } from './journal.js'
import { toTrash, watchMoves, within, type Limits } from './limits.js'
import type { Pace } from './pace.js'
import { readPlan, type Plan } from './plan.js'
import { unitsOf } from './pool-unit.js'
import { recoverJournal } from './recover-journal.js'
import type { Way } from './recover.js'
import { openRun, openSession, type Wishes } from './session.js'

export type PlanWishes = Wishes &
  Limits & {
    /** The journal to make; undefined: a dry run. */
    readonly journal: string | undefined
    /** An absolute path. */
    readonly trash: Buffer | undefined
  }

/** What a run tells on its way. */
export type Told = {
  /** The steps of a sound plan that are to be done; undefined: none. Without it, all are. */
  readonly choose?: (plan: Plan) => Promise<Plan | undefined>
  /** The plan was read, and is sound; nothing has changed yet. */
  readonly onPlan: (plan: Plan) => void
  /** A limit was reached, and steps were left out. */
  readonly onLimit: () => void
  /** Files that were found below this directory are moved to another place below it. */
  readonly onAgain: (root: PathFields) => void
}

/**
 * Read a plan to its end, then carry out what is chosen of it, or, without a journal, say what would be done.
 * @yields the results of some steps, in the order of the plan
 * @throws {BadLine} the plan is not sound, and nothing was done; {Locked}; {JournalFailed};
 *   {Stranded}; {NodeJS.ErrnoException}
 */
export async function* runPlan(
  input: AsyncIterable<Buffer>,
  wishes: PlanWishes,
  pace: Pace,
  told: Told,
): AsyncGenerator<ResultRecord[]> {
  const spool = openSpool()
  try {
    const whole = await readPlan(input, spool)
    const plan = told.choose ? await told.choose(whole) : whole
    if (plan === undefined) return
    const moved = watchMoves(trashed(plan, wishes.trash), told.onAgain)
    const steps = within(moved, wishes, told.onLimit)
    if (wishes.journal === undefined) {
      told.onPlan(plan)
      yield* dryRun(steps, wishes, pace)
      return
    }
    const file = openAppend(wishes.journal, true)
    try {
      told.onPlan(plan)
      yield* applyPlan(openSession(openRun(realDisk(), pace, wishes), pace, file), steps)
    } finally {
      file.close()
    }
  } finally {
    spool.close()
  }
}

async function* trashed(plan: Plan, trash: Buffer | undefined) {
  for await (const batch of plan.steps())
    yield trash === undefined ? batch : batch.map((step) => toTrash(step, trash))
}

async function* dryRun(steps: ReturnType<typeof within>, wishes: Wishes, pace: Pace) {
  const run = openRun(realDisk(), pace, wishes)
  for await (const batch of steps) {
    const results: ResultRecord[] = []
    for (const unit of unitsOf(batch, (step) => step)) {
      results.push(...(await tryUnit(run, unit)))
      if (run.dirs.size > run.maxDirs) run.dirs.closeAll()
    }
    run.dirs.closeAll()
    await pace.rest()
    if (pace.stopped) return
    yield results
  }
}

/** The journal of an earlier run, and what is to become of its unfinished steps. */
export type Recovery = {
  readonly path: string
  readonly way: Way
  /** Believe the journal though somebody else can have written it. */
  readonly trusted: boolean
}

/**
 * Settle what an earlier run left. Always compares bytes.
 * @param change false: only say which steps are unsettled
 * @param note told what is odd about the journal
 * @yields the results of the steps that were unsettled
 * @throws {JournalDamaged} | {Locked} | {JournalFailed} | {Stranded} | {UsageError} it is no regular
 *   file, or not to be trusted | {NodeJS.ErrnoException}
 */
export async function* runRecovery(
  { path, way, trusted }: Recovery,
  change: boolean,
  pace: Pace,
  note: (text: string) => void,
): AsyncGenerator<ResultRecord[]> {
  const file = openAppend(path, false, trusted)
  try {
    headerNotes(file).forEach(note)
    const open = () => openRun(realDisk(), pace, { verify: 'bytes', minAgeMs: 0, allowTmpfs: true })
    yield await recoverJournal(file, open, way, change)
  } finally {
    file.close()
  }
}
