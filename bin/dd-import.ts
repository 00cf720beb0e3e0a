// dd-import(1): what another program has found -> group records on stdout. Changes nothing on disk.
import { checkImport, importCommand, type ImportFlags } from '../lib/cli/import-command.js'
import { main } from '../lib/cli/main.js'
import { requireThere } from '../lib/cli/named-dirs.js'
import { FORMATS, type Format } from '../lib/import/guess-format.js'
import { importGroups } from '../lib/import/import-groups.js'
import { writeRecords } from '../lib/stream/write-lines.js'

void main<ImportFlags<Format>>(importCommand(FORMATS), async (context) => {
  const { options, stdin, stdout, fault, note, needInput } = context
  checkImport(options)
  requireThere('--base', options.base && [options.base])
  needInput()
  const groups = importGroups(stdin, {
    format: options.format,
    nul: options.null === true,
    base: options.base,
    fault,
    note: options.quiet ? () => {} : note,
  })
  await writeRecords(groups, stdout)
})
