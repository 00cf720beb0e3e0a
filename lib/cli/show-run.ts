import type { PathFields } from '../record/path.js'
import type { ResultRecord } from '../record/result.js'
import { Interrupted } from './exit.js'
import type { ApplyFlags } from './apply-flags.js'
import type { Context } from './main.js'
import { quote } from './message.js'
import { progress, type Progress } from './progress.js'
import { Results } from './results.js'
import { onSignals } from './signals.js'

/** What a run tells on its way; see `runPlan`. */
export type Told = {
  readonly onPlan: (plan: { readonly count: number }) => void
  readonly onLimit: () => void
  readonly onAgain: (root: PathFields) => void
  /** Aborted when a signal asks the run to end. */
  readonly interrupted: AbortSignal
}

/**
 * Show a run of dd-apply while it goes on: results on stdout, and on stderr where the journal is,
 * how far it is, what it did, and how to go on when it did not come to its end.
 * @param journal where it remembers what it did; undefined: it changes nothing
 * @param stop asks the run to end soon
 * @throws {Interrupted} a signal was answered; whatever the run throws
 */
export async function showRun(
  { options, stdin, stdout, stderr, fault, note }: Context<ApplyFlags>,
  journal: string | undefined,
  stop: () => void,
  start: (told: Told) => AsyncIterable<readonly ResultRecord[]>,
): Promise<void> {
  const results = new Results(stdout, fault)
  let bar: Progress | undefined
  const onPlan = ({ count }: { count: number }) => {
    if (journal) note(`journal: ${journal}`)
    bar = progress(stderr, options.quiet !== true, options.apply ? 'applying' : 'looking', count)
  }
  const onLimit = () => note('a limit was reached: the rest of the plan was left alone')
  const onAgain = (root: PathFields) => void (options.quiet || note(foundAgain(root)))
  stdin.on('error', () => {}) // told by whoever reads it
  const asked = new AbortController()
  const signals = onSignals((signal) => {
    stop()
    asked.abort(new Interrupted(signal, UNCHANGED)) // an answer may still be on its way
    stdin.destroy(new Interrupted(signal, UNCHANGED)) // a plan may still be on its way
  })
  try {
    for await (const batch of start({ onPlan, onLimit, onAgain, interrupted: asked.signal })) {
      await results.write(batch)
      bar?.tick(batch.length)
    }
  } catch (error) {
    // The results of a step come when it is at an end: that they cannot be written leaves nothing unfinished.
    if (bar && journal)
      note(error === stdout.errored ? stopped(options.journal) : settling(journal))
    throw error
  } finally {
    bar?.stop()
    signals.release()
  }
  if (options.quiet !== true)
    [...results.notes, results.summary(options.apply !== true)].forEach(note)
  signals.check(options.apply ? stopped(options.journal) : UNCHANGED)
}

function settling(journal: string): string {
  return `to settle what is unfinished: dd-apply --apply --resume ${journal}`
}

function foundAgain(root: PathFields): string {
  return `files stay below ${quote(root)}, where they were found: who looks there again finds them, but with --exclude`
}

const UNCHANGED = 'nothing was changed'
/** What is done stays done, and is passed over next time. */
function stopped(named: string | undefined): string {
  const again = named === undefined ? 'do the same again' : 'do the same with another --journal'
  return `stopped between two steps; ${again} to go on`
}
