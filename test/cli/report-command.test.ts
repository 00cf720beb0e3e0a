import t from 'tap'
import { checkReport, reportCommand, type ReportFlags } from '../../lib/cli/report-command.js'

function parsed(...argv: string[]) {
  const command = reportCommand(['text', 'jdupes', 'fdupes'])
  command.configureOutput({ writeErr: () => {} })
  const flags = command.parse(argv, { from: 'user' }).opts<ReportFlags<string>>()
  checkReport(flags)
  return flags
}

// prettier-ignore
const good: [argv: string[], want: object][] = [
  [[],                            { format: 'text' }],
  [['--format', 'jdupes'],        { format: 'jdupes' }],
  [['--format=text', '-q'],       { format: 'text', quiet: true }],
  [['--format=jdupes', '--hard-links'], { format: 'jdupes', hardLinks: true }],
  [['--hard-links', '--format', 'fdupes', '--quiet'], { format: 'fdupes', hardLinks: true, quiet: true }],
]

for (const [argv, want] of good)
  t.test(`dd-report ${argv.join(' ')}`, async (t) => {
    t.strictSame(parsed(...argv), want)
  })

// prettier-ignore
const bad: [argv: string[], message: RegExp][] = [
  [['--format', 'html'],  /"html" is no --format: choose text, jdupes or fdupes/],
  [['--format'],          /argument missing/],
  [['--fromat', 'text'],  /unknown option '--fromat'/],
  [['--hard-links'],      /--hard-links goes with --format jdupes or fdupes/],
  [['records'],           /too many arguments/],
]

for (const [argv, message] of bad)
  t.test(`dd-report ${argv.join(' ')} is refused`, async (t) => {
    t.throws(() => parsed(...argv), { message })
  })
