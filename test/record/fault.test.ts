import t from 'tap'
import { BadInput } from '../../lib/record/fault.js'

t.test('bad input is told from other errors', async (t) => {
  t.ok(new BadInput('damaged') instanceof BadInput)
  t.ok(new BadInput('damaged') instanceof Error)
  t.notOk(new Error('damaged') instanceof BadInput)
})
