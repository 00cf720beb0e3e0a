import t from 'tap'
import { EXIT, Interrupted } from '../../lib/cli/exit.js'

t.test('every way to end has a status of its own, as documented', async (t) => {
  t.strictSame(EXIT, { ok: 0, partial: 1, usage: 2, input: 3, io: 4 })
  t.match(new Interrupted(15, 'stopped'), { signal: 15, message: 'stopped' })
})
