// dd-undo(1): a journal -> the steps that take its run back. Changes nothing; feed them to dd-apply.
import { resolve } from 'node:path'
import { headerNotes, readRows } from '../lib/apply/journal.js'
import { withJournal, withoutXattrs } from '../lib/apply/undo-metadata.js'
import { undoSteps } from '../lib/apply/undo-steps.js'
import { command } from '../lib/cli/command.js'
import { trustFlag, type JournalFlags } from '../lib/cli/journal-arg.js'
import { main } from '../lib/cli/main.js'
import { fileArg } from '../lib/cli/path-arg.js'
import { openReadOnly } from '../lib/fs/append-file.js'
import { realDisk } from '../lib/fs/real-disk.js'
import { pathFields } from '../lib/record/path.js'
import { counted } from '../lib/record/counted.js'
import { writeRecords } from '../lib/stream/write-lines.js'

const UNKNOWN = 'of unknown extended attributes and ACL: those of the keeper are taken'

const flags = command('dd-undo', 'write the steps that take a run of dd-apply back')
  .argument('<journal>', 'the journal of the run', fileArg)
  .addOption(trustFlag())

type Flags = Pick<JournalFlags, 'trustJournal'>

void main<Flags>(flags, async ({ options, operands: [path = ''], stdout, fault, note }) => {
  const file = openReadOnly(resolve(path), options.trustJournal)
  headerNotes(file).forEach(note)
  const plain = undoSteps(readRows(file, false), realDisk(), fault, (count) =>
    note(
      `${counted(count, 'reflink')}: nothing to take back, names, bytes and metadata are as they were`,
    ),
  )
  file.close()
  const steps = withJournal(plain, pathFields(Buffer.from(file.path)))
  const count = withoutXattrs(steps)
  if (count > 0) note(`${counted(count, 'file')} ${UNKNOWN}`)
  await writeRecords([steps], stdout)
})
