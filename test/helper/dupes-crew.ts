// A crew of dd-dupes that is this thread alone, and does a task when a test wants it to.
import type { Wanted } from '../../lib/dupes/wanted.js'
import type { DupesCrew, Reply, Task } from '../../lib/dupes/work.js'

/** What dd-dupes looks for when nothing is said. */
export const PAIRS: Wanted = { least: 2, isFew: false, isolate: false, hardLinks: false }

export type How = {
  readonly threads?: number
  /** Turns that pass before a task is begun, by its number. */
  readonly late?: (task: number) => number
  /** Before a task is done. */
  readonly onTask?: (task: Task) => void
  /** Does the task, or not. */
  readonly answer?: (act: () => Reply, task: Task) => Reply | Promise<Reply>
}

/** Tasks and replies are copied, as they are on the way to a thread. */
export function dupesCrew(
  work: (task: Task) => Reply,
  { threads = 2, late = () => 0, onTask = () => {}, answer = (act) => act() }: How = {},
): DupesCrew {
  let tasks = 0
  const run = async (task: Task) => {
    onTask(task)
    for (let turns = late(tasks++); turns > 0; turns--) await new Promise(setImmediate)
    return answer(() => structuredClone(work(structuredClone(task))), task)
  }
  return { run, runElsewhere: run, threads, limit: 2 * threads, widen: () => {}, close: () => {} }
}

/** What is done in a task. */
export function kindOf(task: Task): 'ahead' | 'walk' | 'sample' | 'digest' | 'classes' | 'shorts' {
  if ('walk' in task) return 'walk'
  if ('shorts' in task) return 'shorts'
  if ('ahead' in task) return 'ahead'
  return 'classes' in task ? 'classes' : task.act
}

/** Files that are read in a task. */
export function filesIn(task: Task): number {
  if ('walk' in task) return 0
  if ('shorts' in task) return task.shorts.length
  if ('ahead' in task) return 0
  return ('classes' in task ? task.classes : task.files).length
}
