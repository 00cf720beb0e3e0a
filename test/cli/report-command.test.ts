import t from 'tap'
import { reportCommand } from '../../lib/cli/report-command.js'

function parsed(...argv: string[]) {
  const command = reportCommand(['text', 'killdupes'])
  command.configureOutput({ writeErr: () => {} })
  return command.parse(argv, { from: 'user' }).opts()
}

// prettier-ignore
const good: [argv: string[], want: object][] = [
  [[],                            { format: 'text' }],
  [['--format', 'killdupes'],     { format: 'killdupes' }],
  [['--format=text', '-q'],       { format: 'text', quiet: true }],
]

for (const [argv, want] of good)
  t.test(`dd-report ${argv.join(' ')}`, async (t) => {
    t.strictSame(parsed(...argv), want)
  })

// prettier-ignore
const bad: [argv: string[], message: RegExp][] = [
  [['--format', 'html'],  /"html" is no --format: choose text or killdupes/],
  [['--format'],          /argument missing/],
  [['--fromat', 'text'],  /unknown option '--fromat'/],
  [['records'],           /too many arguments/],
]

for (const [argv, message] of bad)
  t.test(`dd-report ${argv.join(' ')} is refused`, async (t) => {
    t.throws(() => parsed(...argv), { message })
  })
