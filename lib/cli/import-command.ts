import type { Command } from 'commander'
import { command } from './command.js'
import { UsageError } from './exit.js'
import { pathArg } from './path-arg.js'
import { oneOf } from './word-arg.js'

export type ImportFlags<Format extends string> = {
  readonly format?: Format
  readonly base?: Buffer
  readonly null?: true
  readonly quiet?: true
}

const INPUT = 'what jdupes -j, rmlint -o json or the like writes'

/** dd-import's flags. Their values come out parsed: the path as absolute bytes, the word checked. */
export function importCommand(formats: readonly string[]): Command {
  return command('dd-import', 'make groups of the duplicates that another program has found', INPUT)
    .option(
      '--format <program>',
      `whose output it is, where not the JSON of jdupes: ${formats.join(', ')}`,
      oneOf(formats, '--format'),
    )
    .option('--base <dir>', 'where that program ran, if its paths are relative', pathArg)
    .option('-0, --null', 'with --format fdupes: names are ended by NUL, as jdupes -0 writes them')
    .option('-q, --quiet', 'no notes')
}

/** @throws {UsageError} flags that do not go together */
export function checkImport(flags: ImportFlags<string>): void {
  if (flags.null && flags.format !== 'fdupes')
    throw new UsageError('--null goes with --format fdupes: only the lists of jdupes -0 have NULs')
}
