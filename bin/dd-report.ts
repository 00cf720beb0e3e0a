#!/usr/bin/env node
// dd-report(1): records of any type -> text for people. Changes nothing on disk.
import { main, requirePipe } from '../lib/cli/main.js'
import { reportCommand, type ReportFlags } from '../lib/cli/report-command.js'
import { parseAny } from '../lib/report/any-record.js'
import { FORMATS, reportLines, type Format } from '../lib/report/report-lines.js'
import { readRecords } from '../lib/stream/read-records.js'
import { writeLines } from '../lib/stream/write-lines.js'

void main<ReportFlags<Format>>(reportCommand(FORMATS), async (context) => {
  const { options, stdin, stdout, note } = context
  requirePipe(stdin, 'what dd-group, dd-plan or dd-apply writes')
  const records = readRecords(stdin, parseAny)
  await writeLines(reportLines(options.format, records, options.quiet ? () => {} : note), stdout)
})
