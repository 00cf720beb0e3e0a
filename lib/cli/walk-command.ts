import type { Command } from 'commander'
import { command } from './command.js'
import { hostArg } from './host-arg.js'
import { fileArg } from './path-arg.js'
import { addPattern } from './pattern-arg.js'
import { requireRange } from './range-arg.js'
import { parseCount, parseSize } from './size-arg.js'
import { parseTime } from './time-arg.js'

/** Sizes in bytes, times in nanoseconds since 1970. */
export type WalkFlags = {
  readonly files0From?: string
  readonly follow?: true
  readonly oneFileSystem?: true
  readonly maxDepth?: number
  readonly minSize: number
  readonly maxSize?: number
  readonly newer?: bigint
  readonly older?: bigint
  readonly name?: readonly string[]
  readonly exclude?: readonly string[]
  readonly hidden: boolean
  readonly host?: string
  readonly progress?: true
}

export function walkCommand(): Command {
  return addWalkOptions(command('dd-walk', 'list regular files as records')).option(
    '--progress',
    'show on the terminal how far it is',
  )
}

/** Operands, and which files below them are wanted. */
export function addWalkOptions(to: Command): Command {
  const time = (typed: string) => parseTime(typed)
  return to
    .argument('[operand...]', 'directories and files; without one, the current directory')
    .option(
      '--files0-from <file>',
      'take the operands from a list, each ended by NUL; - is stdin',
      fileArg,
    )
    .option('--follow', 'follow symlinks')
    .option('--one-file-system', 'stay on the file system of each operand')
    .option('--max-depth <n>', 'files at most so many levels down', parseCount(0))
    .option('--min-size <size>', 'no smaller files', parseSize, 1)
    .option('--max-size <size>', 'no larger files', parseSize)
    .option('--newer <time>', 'modified since: 2024-01-31, 2024-01-31T18:30, 30d', time)
    .option('--older <time>', 'modified before', time)
    .option('--name <glob>', 'only such files; repeatable, in the syntax of gitignore', addPattern)
    .option('--exclude <glob>', 'no such files, and enter no such directories', addPattern)
    .option('--hidden', 'names with a dot in front, too', true)
    .option('--no-hidden', 'no names with a dot in front')
    .option('--host <name>', 'say in each record that it is of this machine', hostArg)
}

/** @throws {UsageError} limits between which there is nothing: it would look like an empty tree */
export function checkRanges({ minSize, maxSize, newer, older }: WalkFlags): void {
  requireRange(minSize, maxSize, '--min-size (1, if not given) is over --max-size')
  requireRange(newer, older, '--newer is after --older')
}
