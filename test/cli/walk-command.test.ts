import t from 'tap'
import { checkRanges, walkCommand } from '../../lib/cli/walk-command.js'

function parse(...argv: string[]) {
  return walkCommand().parse(argv, { from: 'user' }).opts()
}

t.test('without flags', async (t) => t.strictSame(parse(), { minSize: 1, hidden: true }))

// prettier-ignore
const flags: [argv: string, want: object][] = [
  ['--min-size 4k --max-size 1.5M',      { minSize: 4096, maxSize: 1_572_864 }],
  ['--name a --name b --exclude c/',     { name: ['a', 'b'], exclude: ['c/'] }],
  ['--newer 1970-01-01T00:00:01Z',       { newer: 1_000_000_000n }],
  ['--older 1970-01-01T00:00:00.001Z',   { older: 1_000_000n }],
  ['--newer 2d --newer 1970-01-01T00:00Z', { newer: 0n }],
  ['--max-depth 0',                      { maxDepth: 0 }],
  ['--no-hidden',                        { hidden: false }],
  ['--no-hidden --hidden',               { hidden: true }],
  ['--follow --one-file-system',         { follow: true, oneFileSystem: true }],
  ['--host nas1',                        { host: 'nas1' }],
  ['--files0-from - --progress',         { files0From: '-', progress: true }],
]

for (const [argv, want] of flags)
  t.test(argv, async (t) => t.strictSame(parse(...argv.split(' ')), { ...parse(), ...want }))

t.test('a list without a name is refused', async (t) => {
  const command = walkCommand().configureOutput({ writeErr: () => {} })
  const argv = ['--files0-from', '']
  const message = '--files0-from: a path cannot be empty'
  t.throws(() => command.parse(argv, { from: 'user' }), { message })
})

t.test('limits between which there is nothing are refused', async (t) => {
  const check = (fields: object) => checkRanges({ minSize: 1, hidden: true, ...fields })
  t.doesNotThrow(() => check({ maxSize: 1, newer: 1n, older: 1n }))
  t.throws(() => check({ maxSize: 0 }), { message: /--min-size .* is over --max-size/ })
  t.throws(() => check({ newer: 2n, older: 1n }), { message: /--newer is after --older/ })
})
