import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { UsageError } from './exit.js'

/** Where the journal of a run goes when nothing is said: a new name below $XDG_STATE_HOME. */
export function defaultJournal(now: Date, pid: number): string {
  const state = process.env.XDG_STATE_HOME || join(homedir(), '.local/state')
  const time = now.toISOString().replace(/[-:]/g, '').replace(/\..*/, '')
  return resolve(state, 'dd-tools', `${time}-${pid}.csv`)
}

export type JournalFlags = {
  readonly apply?: true
  readonly journal?: string
  readonly resume?: string
  readonly rollback?: string
}

/**
 * The journal to recover, and how; undefined: there is a plan to apply.
 * @throws {UsageError} two of the flags that exclude each other
 */
export function recoveryOf({ journal, resume, rollback }: JournalFlags) {
  if ([journal, resume, rollback].filter((path) => path !== undefined).length > 1)
    throw new UsageError('--journal, --resume and --rollback cannot be given together')
  if (resume !== undefined) return { path: resolve(resume), way: 'finish' } as const
  if (rollback !== undefined) return { path: resolve(rollback), way: 'back' } as const
  return undefined
}
