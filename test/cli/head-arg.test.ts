import t from 'tap'
import { parseHead } from '../../lib/cli/head-arg.js'

for (const [typed, want] of [
  ['1', 1],
  ['16KiB', 16384],
  ['1m', 1048576],
] as const)
  t.test(typed, async (t) => {
    t.equal(parseHead(typed), want)
  })

for (const typed of ['0', '', '-1', 'all', '0k'])
  t.test(`"${typed}" is refused`, async (t) => {
    t.throws(() => parseHead(typed))
  })
