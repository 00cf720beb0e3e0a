import type { Command } from 'commander'
import { command } from './command.js'
import { addNamePattern } from './pattern-arg.js'
import { parseCount } from './size-arg.js'
import { someOf } from './word-arg.js'

export type PrefixFlags = {
  readonly only?: readonly string[]
  readonly trimZeros?: true
  readonly protect?: readonly string[]
  readonly threads?: number
  readonly progress?: true
}

/** @param classes the types of record that there are */
export function prefixCommand(classes: readonly string[]): Command {
  return command(
    'dd-prefix',
    'find empty files, files that are the beginning of others, and copies',
    'dd-walk --min-size 0 DIR | dd-prefix',
  )
    .option(
      '--only <type>',
      `write only such records, repeatable: ${classes.join(', ')}`,
      someOf(classes, '--only type'),
    )
    .option('--trim-zeros', 'compare files without the zeros at their end, as of a download')
    .option(
      '--protect <pattern>',
      'leave out empty files of such a name too, repeatable; "!PATTERN": do not',
      addNamePattern,
    )
    .option(
      '--threads <n>',
      'read with so many threads (default: one for each core)',
      parseCount(1),
    )
    .option('--progress', 'show on the terminal how far it is')
}
