import t from 'tap'
import { checkImport, importCommand, type ImportFlags } from '../../lib/cli/import-command.js'

const FORMATS = ['jdupes', 'fdupes', 'rdfind']

/** What the flags come out as. */
function parsed(...argv: string[]): ImportFlags<string> {
  const command = importCommand(FORMATS)
  command.parse(argv, { from: 'user' })
  const flags = command.opts<ImportFlags<string>>()
  checkImport(flags)
  return flags
}

// prettier-ignore
const good: [argv: string[], want: object][] = [
  [[],                                {}],
  [['--format', 'rdfind', '--base', '/x/./y/'], { format: 'rdfind', base: Buffer.from('/x/y') }],
  [['--format=fdupes', '-0', '-q'],   { format: 'fdupes', null: true, quiet: true }],
  [['--null', '--quiet', '--format=fdupes'], { format: 'fdupes', null: true, quiet: true }],
]

for (const [argv, want] of good)
  t.test(argv.join(' ') || 'no flags', async (t) => {
    t.strictSame(parsed(...argv), want)
  })

// prettier-ignore
const bad: [argv: string[], message: RegExp][] = [
  [['--format', 'dupd'],            /"dupd" is no --format: choose jdupes, fdupes or rdfind/],
  [['--formta', 'rdfind'],          /unknown option '--formta'/],
  [['--base', ''],                  /a path cannot be empty/],
  [['-0'],                          /--null goes with --format fdupes/],
  [['--null', '--format=rdfind'],   /--null goes with --format fdupes/],
  [['results.txt'],                 /too many arguments/],
]

for (const [argv, message] of bad)
  t.test(`${argv.join(' ')}: refused`, async (t) => {
    t.throws(() => parsed(...argv), { message })
  })
