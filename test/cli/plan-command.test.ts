import t from 'tap'
import { planCommand } from '../../lib/cli/plan-command.js'

const words = {
  ops: ['delete', 'move'],
  keep: ['oldest', 'first'],
  metadata: ['require', 'ignore'],
}

/** What the flags come out as. */
function parsed(...argv: string[]) {
  const command = planCommand(words)
  command.parse(argv, { from: 'user' })
  return { ...command.opts(), operands: command.args }
}

// prettier-ignore
const good: [argv: string[], want: object][] = [
  [['delete'],                                        { operands: ['delete'] }],
  [['delete', '--keep', 'first', '--keep', 'oldest'], { operands: ['delete'], keep: ['first', 'oldest'] }],
  [['move', '--to', '/t/'],                           { operands: ['move'], to: Buffer.from('/t') }],
  [['--primary', '/a', '--primary=/b', 'delete'],     { operands: ['delete'], primary: [Buffer.from('/a'), Buffer.from('/b')] }],
  [['delete', '--copies', '2', '--on-devices'],       { operands: ['delete'], copies: 2, onDevices: true }],
  [['delete', '--metadata', 'ignore', '-q'],          { operands: ['delete'], metadata: 'ignore', quiet: true }],
  [['--isolate', '--touch-primary', '--low-confidence', '--partials', '--empties', '--duplicates'],
    { operands: [], isolate: true, touchPrimary: true, lowConfidence: true, partials: true, empties: true, duplicates: true }],
]

for (const [argv, want] of good)
  t.test(argv.join(' '), async (t) => {
    t.strictSame(parsed(...argv), want)
  })

// prettier-ignore
const bad: [argv: string[], message: RegExp][] = [
  [['delete', '--keep', 'eldest'],     /"eldest" is no --keep key: choose oldest or first/],
  [['delete', '--metadata', 'keep'],   /"keep" is no --metadata policy/],
  [['delete', '--copies', '0'],        /at least 1/],
  [['delete', '--kepe', 'oldest'],     /unknown option '--kepe'/],
  [['delete', 'plan.ndjson'],          /too many arguments/],
  [['delete', '--within', ''],         /cannot be empty/],
  [['delete', '--keep'],               /argument missing/],
]

for (const [argv, message] of bad)
  t.test(`${argv.join(' ')} is refused`, async (t) => {
    t.throws(() => parsed(...argv), { message })
  })
