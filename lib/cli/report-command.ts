import type { Command } from 'commander'
import { command } from './command.js'
import { UsageError } from './exit.js'
import { oneOf } from './word-arg.js'

export type ReportFlags<Format extends string> = {
  readonly format: Format
  readonly hardLinks?: true
  readonly quiet?: true
}

const INPUT = 'what dd-group, dd-plan or dd-apply writes'

/** dd-report's flags. @param formats the first is the default */
export function reportCommand(formats: readonly [string, ...string[]]): Command {
  return command(
    'dd-report',
    'show records of any kind as a person or another program reads them',
    INPUT,
  )
    .option(
      '--format <layout>',
      `how it looks: ${formats.join(', ')}`,
      oneOf(formats, '--format'),
      formats[0],
    )
    .option('--hard-links', 'with jdupes or fdupes: every name of a file, not only the first')
    .option('-q, --quiet', 'no notes')
}

/** @throws {UsageError} flags that do not go together */
export function checkReport({ format, hardLinks }: ReportFlags<string>): void {
  if (hardLinks && format !== 'jdupes' && format !== 'fdupes')
    throw new UsageError(
      '--hard-links goes with --format jdupes or fdupes: the others show all names',
    )
}
