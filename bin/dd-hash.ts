// dd-hash(1): file records on stdin -> the same records with a digest of the content.
import { Option } from 'commander'
import { command } from '../lib/cli/command.js'
import { main } from '../lib/cli/main.js'
import { progress } from '../lib/cli/progress.js'
import { parseHead } from '../lib/cli/head-arg.js'
import { parseCount } from '../lib/cli/size-arg.js'
import { ALGOS, type Algo } from '../lib/digest/digest.js'
import { hashLines } from '../lib/hash/hash-lines.js'
import { nowNs } from '../lib/record/proof.js'
import { writeLines } from '../lib/stream/write-lines.js'

type Options = { head?: number; algo: Algo; threads?: number; progress?: true }

const options = command(
  'dd-hash',
  'add a digest of the content to each file record',
  'dd-walk DIR | dd-hash',
)
  .addOption(
    new Option('--head [size]', 'of the first bytes only: 16KiB, or as many as you say')
      .preset('16KiB')
      .argParser(parseHead),
  )
  .addOption(new Option('--algo <name>', 'digest algorithm').choices(ALGOS).default(ALGOS[0]))
  .option(
    '--threads <n>',
    'read so many files at a time (default: as the disks like it)',
    parseCount(1),
  )
  .option('--progress', 'show on the terminal how far it is')

void main<Options>(options, async ({ options, stdin, stdout, stderr, fault, needInput }) => {
  needInput()
  const { algo, head: headBytes, threads } = options
  const { tick, stop } = progress(stderr, options.progress === true, 'hashing')
  const asked = { algo, headBytes }
  const lines = hashLines(stdin, { asked, readNs: nowNs(), threads, fault, tick })
  await writeLines(lines, stdout, 'latin1').finally(stop)
})
