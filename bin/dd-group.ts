#!/usr/bin/env node
// dd-group(1): file records on stdin -> those that may have a copy, or groups of equal files. Changes nothing on disk.
import { Option } from 'commander'
import { command } from '../lib/cli/command.js'
import { main, requirePipe } from '../lib/cli/main.js'
import { progress } from '../lib/cli/progress.js'
import { parseCount, parseSize } from '../lib/cli/size-arg.js'
import { BYS } from '../lib/group/group-key.js'
import { groupFiles } from '../lib/group/group-files.js'
import { grouping, type Flags } from '../lib/group/grouping.js'

const options = command('dd-group', 'pass on the files that have copies, or write groups of them')
  .addOption(new Option('--by <what>', 'what copies have in common').choices(BYS).default('hash'))
  .addOption(
    new Option('--min-copies <n>', 'files with at least this many copies')
      .argParser(parseCount(2))
      .default(2),
  )
  .addOption(
    new Option('--unique', 'files without a copy, as records').conflicts(['minCopies', 'rfUnder']),
  )
  .addOption(
    new Option('--rf-under <n>', 'files with fewer copies than this, as records')
      .argParser(parseCount(2))
      .conflicts('minCopies'),
  )
  .addOption(
    new Option('--memory <size>', 'memory to stay under; what is more goes to temporary files')
      .argParser(parseSize)
      .default(2 ** 30, '1GiB'),
  )
  .option('--progress', 'show on the terminal how far it is')

await main<Flags & { progress?: true }>(
  options,
  async ({ options, stdin, stdout, stderr, note }) => {
    requirePipe(stdin, 'dd-walk DIR | dd-group --by size')
    const bar = progress(stderr, options.progress === true, 'grouping')
    const disagreeing = await groupFiles(stdin, stdout, grouping(options), bar.tick)
    bar.stop()
    if (disagreeing > 0)
      note(`${disagreeing} names came twice and had changed: the newer record was taken`)
  },
)
