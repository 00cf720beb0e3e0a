// dd-undo(1): a journal -> the steps that take its run back. Changes nothing; feed them to dd-apply.
import { resolve } from 'node:path'
import { readRows } from '../lib/apply/journal.js'
import { undoSteps } from '../lib/apply/undo-steps.js'
import { command } from '../lib/cli/command.js'
import { main } from '../lib/cli/main.js'
import { fileArg } from '../lib/cli/path-arg.js'
import { openReadOnly } from '../lib/fs/append-file.js'
import { realDisk } from '../lib/fs/real-disk.js'
import { writeRecords } from '../lib/stream/write-lines.js'

const flags = command('dd-undo', 'write the steps that take a run of dd-apply back').argument(
  '<journal>',
  'the journal of the run',
  fileArg,
)

void main(flags, async ({ operands: [path = ''], stdout, fault }) => {
  const file = openReadOnly(resolve(path))
  const steps = undoSteps(readRows(file, false), realDisk(), fault)
  file.close()
  await writeRecords([steps], stdout)
})
