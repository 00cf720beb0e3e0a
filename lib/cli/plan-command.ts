import type { Command } from 'commander'
import { command } from './command.js'
import { fileArg, pathArg, pathArgs } from './path-arg.js'
import { parseCount } from './size-arg.js'
import { oneOf, someOf } from './word-arg.js'

/** Words that flags of dd-plan take. */
export type PlanWords = {
  readonly ops: readonly string[]
  readonly keep: readonly string[]
  readonly metadata: readonly string[]
}

const INPUT = 'what dd-group or jdupes -j writes'

/** dd-plan's flags. Their values come out parsed: paths as absolute bytes, words checked. */
export function planCommand({ ops, keep, metadata }: PlanWords): Command {
  return command('dd-plan', 'decide which copy stays and what happens to the rest', INPUT)
    .usage('[options] <op>')
    .argument('[op]', `what to do with copies that do not stay: ${ops.join(', ')}`)
    .option(
      '--keep <key>',
      `which copy stays, repeatable: ${keep.join(', ')}`,
      someOf(keep, '--keep key'),
    )
    .option('--primary <dir>', 'prefer and never touch files below, repeatable', pathArgs)
    .option('--touch-primary', 'prefer files below --primary, but treat them as the others')
    .option('--within <dir>', 'act only on names below, repeatable', pathArgs)
    .option('--copies <n>', 'keep this many copies (default: 1)', parseCount(1))
    .option('--on-devices', 'keep them on different devices')
    .option('--isolate', 'all that is below one root counts as one copy')
    .option(
      '--metadata <policy>',
      'hard links of files of other owner or mode: require they agree (default), or ignore it',
      oneOf(metadata, '--metadata policy'),
    )
    .option('--to <dir>', 'where move puts files, each below its whole old path', pathArg)
    .option('--pool <mount>', 'pool-link: the pool; its branches are asked for', pathArg)
    .option('--pool-root <dir>', 'pool-link: each directory in it is a branch', pathArg)
    .option('--branch <dir>', 'pool-link: a branch, repeatable, in the order of the pool', pathArgs)
    .option(
      '--resume <log>',
      'pool-link: a CSV log, filepath,status, of a run that was interrupted',
      fileArg,
    )
    .option('--duplicates', 'plan for groups (the default)')
    .option('--partials', 'plan for partial files')
    .option('--low-confidence', 'plan for uncertain partial files too')
    .option('--empties', 'plan for empty files')
    .option('--base <dir>', 'where jdupes ran, if its paths are relative', pathArg)
    .option('-q, --quiet', 'no summary')
}
