import t from 'tap'
import { command } from '../../lib/cli/command.js'

const parse = (...argv: string[]) =>
  command('dd-x', 'does x')
    .option('--dry-run', 'change nothing')
    .option('--journal <file>')
    .configureOutput({ writeErr: () => {}, writeOut: () => {} })
    .parse(argv, { from: 'user' })
    .opts()

// prettier-ignore
const refused: [argv: string[], message: RegExp][] = [
  [['--dry-rnu'],              /unknown option '--dry-rnu'\n\(Did you mean --dry-run\?\)/],
  [['--dry'],                  /unknown option '--dry'/],
  [['--dry-run=yes'],          /unknown option|argument/],
  [['--no-dry-run'],           /unknown option '--no-dry-run'/],
  [['-x'],                     /unknown option '-x'/],
  [['--journal'],              /option '--journal <file>' argument missing/],
  [['operand'],                /too many arguments/],
]

for (const [argv, message] of refused)
  t.test(argv.join(' '), async (t) => {
    t.throws(() => parse(...argv), { message })
  })

t.test('flags', async (t) => {
  t.strictSame(parse(), {})
  t.strictSame(parse('--dry-run', '--journal=a b'), { dryRun: true, journal: 'a b' })
  t.strictSame(parse('--journal', '--dry-run'), { journal: '--dry-run' }, 'a value may look so')
})

for (const flag of ['--help', '-h', '--version'])
  t.test(`${flag} ends well`, async (t) => {
    t.throws(() => parse(flag), { code: /^commander\.(?:helpDisplayed|version)$/ })
  })
