import t from 'tap'
import { Option } from 'commander'
import { command, inputOf } from '../../lib/cli/command.js'
import { UsageError } from '../../lib/cli/exit.js'
import { parseCount } from '../../lib/cli/size-arg.js'
import { oneOf } from '../../lib/cli/word-arg.js'

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

const valued = () =>
  command('dd-x', 'does x')
    .option('-n, --count <n>', 'how many', parseCount(1))
    .addOption(new Option('--size <n>', 'how large').argParser(parseCount(1)))
    .option('--format <f>', 'which', oneOf(['a', 'b'], '--format'))
    .addOption(new Option('--by <what>', 'by what').choices(['a', 'b']))

// prettier-ignore
const badValues: [argv: string[], message: string][] = [
  [['--count', 'x'],  '--count: "x" is not a whole number of at least 1'],
  [['-n', 'x'],       '--count: "x" is not a whole number of at least 1'],
  [['--size=x'],      '--size: "x" is not a whole number of at least 1'],
  [['--format', 'x'], '"x" is no --format: choose a or b'],
  [['--by', 'x'],     "error: option '--by <what>' argument 'x' is invalid. Allowed choices are a, b."],
]

for (const [argv, message] of badValues)
  t.test(`${argv.join(' ')} names the flag and the value`, async (t) => {
    const asked = valued().configureOutput({ writeErr: () => {} })
    try {
      asked.parse(argv, { from: 'user' })
      t.fail('it was taken')
    } catch (error) {
      t.equal((error as Error).message, message)
    }
  })

t.test('a value that is right, and a fault of ours', async (t) => {
  t.strictSame(valued().parse(['-n', '3'], { from: 'user' }).opts(), { count: 3 })
  const defect = command('dd-x', 'does x').option('--count <n>', 'how many', () => {
    throw new TypeError('a defect')
  })
  t.throws(() => defect.parse(['--count', '1'], { from: 'user' }), { message: /^a defect$/ })
  try {
    valued().parse(['-n', 'x'], { from: 'user' })
  } catch (error) {
    t.ok(error instanceof UsageError)
  }
})

t.test('what it reads', async (t) => {
  t.equal(inputOf(command('dd-x', 'does x', 'ls | dd-x')), 'ls | dd-x')
  t.equal(inputOf(command('dd-x', 'does x')), undefined)
})
