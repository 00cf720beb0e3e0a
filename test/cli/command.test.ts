import t from 'tap'
import { command } from '../../lib/cli/command.js'

const flags = () =>
  command('dd-x', 'does x')
    .option('--dry-run', 'change nothing')
    .option('--journal <file>')
    .configureOutput({ writeErr: () => {}, writeOut: () => {} })

const parse = (...argv: string[]) => flags().parse(argv, { from: 'user' }).opts()

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

const NUMBERS = ['-0', '-1', '-12', '-1.5', '-1e3', '-.5']

for (const typed of NUMBERS)
  t.test(`${typed} is no operand, as it looks like a flag`, async (t) => {
    const withOperands = () => flags().argument('[names...]')
    const operands = (...argv: string[]) => withOperands().parse(argv, { from: 'user' }).args
    t.throws(() => operands(typed), { message: /unknown option '-/ })
    t.throws(() => operands('a', typed, 'b'), { message: /unknown option '-/ })
    t.strictSame(operands(`./${typed}`), [`./${typed}`])
    t.strictSame(operands('a', '--', typed, '-'), ['a', typed, '-'])
    t.strictSame(parse('--journal', typed), { journal: typed }, 'but it may be a value')
  })

t.test('a command may have a digit as a flag all the same', async (t) => {
  const withDigit = () => flags().option('-0, --null').argument('[names...]')
  t.strictSame(withDigit().parse(['-0'], { from: 'user' }).opts(), { null: true })
  t.throws(() => withDigit().parse(['-1'], { from: 'user' }), { message: /unknown option '-1'/ })
})

for (const flag of ['--help', '-h', '--version'])
  t.test(`${flag} ends well`, async (t) => {
    t.throws(() => parse(flag), { code: /^commander\.(?:helpDisplayed|version)$/ })
  })
