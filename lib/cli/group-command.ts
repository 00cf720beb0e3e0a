import { Option, type Command } from 'commander'
import { command } from './command.js'
import { parseCount, parseSize } from './size-arg.js'

export const BYS = ['size', 'head', 'hash'] as const

export type GroupFlags = CopyFlags & {
  readonly by: (typeof BYS)[number]
  /** Bytes. */
  readonly memory: number
  readonly progress?: true
}

export function groupCommand(): Command {
  const group = command(
    'dd-group',
    'keep the files that have a partner, or write groups of equal files',
    'dd-walk DIR | dd-group --by size',
  ).addOption(
    new Option('--by <what>', 'what partners have in common').choices(BYS).default('hash'),
  )
  return addCopyOptions(group)
    .addOption(
      new Option('--memory <size>', 'past it, records go to temporary files')
        .argParser(parseSize)
        .default(2 ** 30, '1GiB'),
    )
    .option('--progress', 'show on the terminal how far it is')
}

/** How many copies files are to have. */
export type CopyFlags = {
  readonly minCopies: number
  readonly unique?: true
  readonly rfUnder?: number
}

export function addCopyOptions(to: Command): Command {
  return to
    .option('--min-copies <n>', 'only files with at least so many copies', parseCount(2), 2)
    .addOption(
      new Option('--rf-under <n>', 'only files with fewer copies, as file records')
        .argParser(parseCount(2))
        .conflicts('minCopies'),
    )
    .addOption(
      new Option('--unique', 'only files without a partner, as file records').conflicts([
        'minCopies',
        'rfUnder',
      ]),
    )
}
