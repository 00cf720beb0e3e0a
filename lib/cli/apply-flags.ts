import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Option } from 'commander'
import { absolutePath } from '../record/path.js'
import { parseAge } from './age-arg.js'
import { command } from './command.js'
import { UsageError } from './exit.js'
import { defaultJournal, recoveryOf, trustFlag, type JournalFlags } from './journal-arg.js'
import { quoteText } from './message.js'
import { deviceOf } from './named-dirs.js'
import { operandBytes, workingDirectory } from './operands.js'
import { fileArg } from './path-arg.js'
import { parseCount, parseSize } from './size-arg.js'

/** The flags of dd-apply(1). */
export const applyFlags = command(
  'dd-apply',
  'carry out a plan: nothing is lost, all can be undone',
  'pipe in a plan, as dd-plan(1) writes it',
)
  .option('--apply', 'do it; without this, only say what would be done')
  .option('--ask', 'show what is to go, and ask on the terminal which of it may')
  .option(
    '--journal <file>',
    'where to remember what was done (default: a new file, told on stderr)',
    fileArg,
  )
  .option('--resume <file>', 'finish what the run with this journal left unfinished', fileArg)
  .option('--rollback <file>', 'take back what the run with this journal left unfinished', fileArg)
  .addOption(trustFlag())
  .addOption(
    new Option('--verify <how>', 'compare every byte, or believe the digests of the plan')
      .choices(['bytes', 'stat'])
      .default('bytes'),
  )
  .option('--trash <dir>', 'move what is to be deleted below this directory instead', fileArg)
  .option('--max-files <n>', 'stop after so many steps', parseCount(1))
  .option('--max-bytes <size>', 'stop before more than this is removed or replaced', parseSize)
  .option(
    '--min-age <age>',
    'leave alone what was modified more recently: 15m, 12h, 30d',
    parseAge,
    0,
  )
  .option('--allow-tmpfs', 'what stays may be in memory only, and gone when the machine stops')
  .option('-q, --quiet', 'no progress and no summary')

export type ApplyFlags = JournalFlags & {
  readonly ask?: true
  readonly verify: 'bytes' | 'stat'
  readonly trash?: string
  readonly maxFiles?: number
  readonly maxBytes?: number
  readonly minAge: number
  readonly allowTmpfs?: true
  readonly quiet?: true
}

/**
 * Where this run keeps its journal; undefined: it is a dry run.
 * @throws {UsageError} there is a file of that name: better told now than after the plan was made; or it
 *   is to be recovered, with flags that are about plans
 */
export function journalOf(flags: ApplyFlags): string | undefined {
  const recovery = recoveryOf(flags)
  if (recovery) return notOfPlans(flags, recovery.path)
  if (!flags.apply) return undefined
  return flags.journal
    ? newJournal(resolve(flags.journal))
    : defaultJournal(new Date(), process.pid)
}

/** What would have no effect is refused: a limit that is not kept is worse than none. */
function notOfPlans(flags: ApplyFlags, path: string): string {
  const { trash, maxFiles, maxBytes, minAge, allowTmpfs, verify } = flags
  const given = [
    trash !== undefined && '--trash',
    maxFiles !== undefined && '--max-files',
    maxBytes !== undefined && '--max-bytes',
    minAge !== 0 && '--min-age',
    allowTmpfs && '--allow-tmpfs',
    verify !== 'bytes' && '--verify stat',
  ].find((flag) => flag)
  if (!given) return path
  throw new UsageError(`${given} is about a plan: not with --resume or --rollback`)
}

function newJournal(path: string): string {
  if (!existsSync(path)) return path
  throw new UsageError(`${quoteText(path)} exists already: each run needs a journal of its own`)
}

/**
 * The directory to move to what would be deleted, absolute; undefined: none was asked for.
 * @throws {UsageError} it cannot be one
 */
export function trashOf({ trash }: ApplyFlags): Buffer | undefined {
  if (trash === undefined) return undefined
  const dir = absolutePath(operandBytes([trash])[0]!, workingDirectory())
  deviceOf('--trash', dir)
  return dir
}
