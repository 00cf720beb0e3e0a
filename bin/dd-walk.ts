// dd-walk(1): operands -> file records on stdout. Changes nothing on disk.
import { main } from '../lib/cli/main.js'
import { workingDirectory } from '../lib/cli/operands.js'
import { poolNote } from '../lib/cli/pool-note.js'
import { progress } from '../lib/cli/progress.js'
import { checkRanges, walkCommand, type WalkFlags } from '../lib/cli/walk-command.js'
import { walkNames } from '../lib/cli/walk-names.js'
import { writeLines } from '../lib/stream/write-lines.js'
import { fileLines } from '../lib/walk/file-line.js'
import { counted, FoundFiles } from '../lib/walk/found-files.js'
import { walkRules } from '../lib/walk/rules.js'
import { walk } from '../lib/walk/walk.js'

void main<WalkFlags>(walkCommand(), async (context) => {
  const { options, stdout, stderr, fault, note } = context
  checkRanges(options)
  const names = walkNames(context, options.files0From)
  const rules = await walkRules(options)
  const { tick, stop } = progress(stderr, options.progress === true, 'walking')
  const line = fileLines(options)
  const make = options.progress ? counted(line, (bytes) => tick(1, bytes)) : line
  const cwd = workingDirectory()
  const lines = walk(names, rules, new FoundFiles(make), {
    cwd,
    fault,
    onPool: (pool) => note(poolNote(pool, 'walk its branches, one dd-walk a disk')),
  })
  await writeLines(lines, stdout).finally(stop)
})
