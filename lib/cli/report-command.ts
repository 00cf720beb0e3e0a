import type { Command } from 'commander'
import { command } from './command.js'
import { oneOf } from './word-arg.js'

export type ReportFlags<Format extends string> = {
  readonly format: Format
  readonly quiet?: true
}

/** dd-report's flags. @param formats the first is the default */
export function reportCommand(formats: readonly [string, ...string[]]): Command {
  return command('dd-report', 'show records of any kind as a person reads them')
    .option(
      '--format <layout>',
      `how it looks: ${formats.join(', ')}`,
      oneOf(formats, '--format'),
      formats[0],
    )
    .option('-q, --quiet', 'no notes')
}
