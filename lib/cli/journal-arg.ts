import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { Option } from 'commander'
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
  readonly trustJournal?: true
}

/** Of dd-apply and dd-undo. */
export function trustFlag(): Option {
  const words = 'believe a journal that belongs to another user, or that others may write to'
  return new Option('--trust-journal', words)
}

/**
 * The journal to recover, and how; undefined: there is a plan to apply.
 * @throws {UsageError} two of the flags that exclude each other, or one that needs another
 */
export function recoveryOf({ journal, resume, rollback, trustJournal }: JournalFlags) {
  if ([journal, resume, rollback].filter((path) => path !== undefined).length > 1)
    throw new UsageError('--journal, --resume and --rollback cannot be given together')
  const trusted = trustJournal === true
  if (resume !== undefined) return { path: resolve(resume), way: 'finish', trusted } as const
  if (rollback !== undefined) return { path: resolve(rollback), way: 'back', trusted } as const
  if (trusted) throw new UsageError('--trust-journal is for --resume and --rollback')
  return undefined
}
