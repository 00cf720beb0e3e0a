// dd-dupes(1): operands -> groups of equal files, in one process. Changes nothing on disk.
import { checkDupes, dupesCommand, layoutOf, type DupesFlags } from '../lib/cli/dupes-command.js'
import { main } from '../lib/cli/main.js'
import { workingDirectory } from '../lib/cli/operands.js'
import { poolNote } from '../lib/cli/pool-note.js'
import { searchWatch } from '../lib/cli/search-watch.js'
import { stopOnSignal } from '../lib/cli/stop-signal.js'
import { walkNames } from '../lib/cli/walk-names.js'
import { ALGOS, type Algo } from '../lib/digest/digest.js'
import { SORTS, type Sort } from '../lib/dupes/found.js'
import { OWN_BYTES, search } from '../lib/dupes/search.js'
import { wantedOf } from '../lib/dupes/wanted.js'
import { GROUP_FORMATS, reportLines, type GroupFormat } from '../lib/report/report-lines.js'
import { writeLines } from '../lib/stream/write-lines.js'
import { writeText } from '../lib/stream/write-text.js'
import type { OnPool } from '../lib/walk/pool-watch.js'

type Flags = DupesFlags<GroupFormat, Algo, Sort>

void main<Flags>(dupesCommand(GROUP_FORMATS, ALGOS, SORTS), async (context) => {
  const { options, stdout, stderr, commandLine } = context
  checkDupes(options, OWN_BYTES)
  const run = { commandLine, startedMs: Date.now(), base: workingDirectory }
  const names = walkNames(context, options.files0From)
  const { stop, ...watch } = searchWatch(stderr, !options.quiet)
  const { signal, check } = stopOnSignal(options.partialResults === true)
  const wanted = wantedOf(options)
  const asked = { ...options, walk: options, wanted, stop: signal, ...watch }
  const tell = options.quiet ? () => {} : context.note
  const onPool: OnPool = (pool) => tell(poolNote(pool, 'name its branches instead'))
  const world = { cwd: workingDirectory(), fault: context.fault, onPool }
  const found = await search(names, asked, world).finally(stop)
  const format = layoutOf(options, stdout)
  const shown = { ...run, note: tell, ...wanted }
  if (format === 'ndjson') await writeText(found.text(options.sort, options.host), stdout)
  else await writeLines(reportLines(format, found.batches(options.sort), shown), stdout, 'latin1')
  // A text ends with it; of a part it would say too much.
  if ((format !== 'text' || found.isEmpty) && !signal.aborted) tell(found.summary)
  check('these groups are what was proven by then')
})
