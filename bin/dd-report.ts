// dd-report(1): records of any type -> text for people, or for other programs. Changes nothing on disk.
import { main } from '../lib/cli/main.js'
import { workingDirectory } from '../lib/cli/operands.js'
import { checkReport, reportCommand, type ReportFlags } from '../lib/cli/report-command.js'
import { parseAny } from '../lib/report/any-record.js'
import { FORMATS, reportLines, type Format } from '../lib/report/report-lines.js'
import { longGroup } from '../lib/stream/long-group.js'
import { readRecordsOr } from '../lib/stream/read-records.js'
import { writeLines } from '../lib/stream/write-lines.js'

void main<ReportFlags<Format>>(reportCommand(FORMATS), async (context) => {
  const { options, commandLine, stdin, stdout, note, needInput } = context
  checkReport(options)
  needInput()
  const lines = reportLines(options.format, readRecordsOr(stdin, parseAny, longGroup), {
    note: options.quiet ? () => {} : note,
    hardLinks: options.hardLinks === true,
    isolate: false,
    commandLine,
    base: workingDirectory,
    startedMs: Date.now(),
  })
  await writeLines(lines, stdout, 'latin1')
})
