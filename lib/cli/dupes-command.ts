import { Option, type Command } from 'commander'
import { formatSize } from '../record/format-size.js'
import { command } from './command.js'
import { UsageError } from './exit.js'
import { addCopyOptions, type CopyFlags } from './group-command.js'
import { parseCount, parseSize } from './size-arg.js'
import { addWalkOptions, checkRanges, type WalkFlags } from './walk-command.js'
import { oneOf } from './word-arg.js'

export type DupesFlags<Format, Algo, Sort> = WalkFlags &
  CopyFlags & {
    readonly isolate?: true
    readonly hardLinks?: true
    readonly algo: Algo
    readonly threads?: number
    /** Bytes. */
    readonly memory: number
    /** Undefined: text on a terminal, else records. */
    readonly format?: Format | 'ndjson' | 'text'
    readonly sort: Sort
    readonly partialResults?: true
    readonly quiet?: true
  }

type Words = readonly [string, ...string[]]

/** dd-dupes' flags. @param sorts the first is the default, as of algos */
export function dupesCommand(layouts: readonly string[], algos: Words, sorts: Words): Command {
  const formats = ['ndjson', ...layouts] as const
  const dupes = command('dd-dupes', 'find the files that have the same content')
  return addCopyOptions(addWalkOptions(dupes))
    .option('--isolate', 'all files below one operand count as one copy')
    .option('--hard-links', 'names of one file are copies, too')
    .addOption(new Option('--algo <name>', 'digest algorithm').choices(algos).default(algos[0]))
    .option(
      '--threads <n>',
      'so many at a time, on disks that like it (default: one a core, three if they wait)',
      parseCount(1),
    )
    .addOption(
      new Option('--memory <size>', 'remember no more files than fit')
        .argParser(parseSize)
        .default(2 ** 30, '1GiB'),
    )
    .option(
      '--format <layout>',
      `how groups look: ${formats.join(', ')} (default: text on a terminal, else ndjson)`,
      oneOf(formats, '--format'),
    )
    .option(
      '--sort <order>',
      `which groups come first: ${sorts.join(', ')}`,
      oneOf(sorts, '--sort'),
      sorts[0],
    )
    .addOption(
      new Option(
        '--partial-results',
        'when interrupted, write the groups that are proven',
      ).conflicts(['unique', 'rfUnder']),
    )
    .option('-q, --quiet', 'no progress, no summary, no notes')
}

/** Records for programs, text for a person: whoever reads it. */
export function layoutOf<Format>(
  { format }: { readonly format?: Format | 'ndjson' | 'text' },
  stdout: object,
): Format | 'ndjson' | 'text' {
  return format ?? ('isTTY' in stdout && stdout.isTTY === true ? 'text' : 'ndjson')
}

/** Layouts that show files as well as groups. */
const OF_FILES = ['ndjson', 'text', 'fdupes', 'csv']

/**
 * @param leastMemory bytes that it takes itself
 * @throws {UsageError} flags that do not go together
 */
export function checkDupes(
  { format, isolate, hardLinks, memory, ...flags }: Checked,
  leastMemory: number,
): void {
  checkRanges(flags)
  const isFew = flags.unique === true || flags.rfUnder !== undefined
  if (isFew && format !== undefined && !OF_FILES.includes(format))
    throw new UsageError(`--format ${format} shows groups only: --unique and --rf-under give files`)
  if (memory <= leastMemory)
    throw new UsageError(`--memory: dd-dupes itself takes ${formatSize(leastMemory)}: give it more`)
  if (isolate && hardLinks)
    throw new UsageError('--isolate counts roots and --hard-links counts names: choose one')
}

type Checked = Pick<
  DupesFlags<string, string, string>,
  'format' | 'isolate' | 'hardLinks' | 'memory'
> &
  CopyFlags &
  WalkFlags
