import t from 'tap'
import { Pace } from '../../lib/apply/pace.js'

t.test('it goes on until it is asked to stop', async (t) => {
  const pace = new Pace()
  await pace.breathe()
  t.equal(pace.stopped, false)
  pace.stop()
  t.equal(pace.stopped, true)
  await t.rejects(pace.breathe(), {
    code: 'interrupted',
    message: 'interrupted before it was done',
  })
  await t.resolves(pace.rest(), 'between steps that is no error')
})

t.test('long work lets others in', async (t) => {
  const pace = new Pace()
  let others = 0
  setImmediate(() => others++)
  await pace.rest()
  t.equal(others, 0, 'not at once')
  for (const end = performance.now() + 60; performance.now() < end;);
  await pace.rest()
  t.equal(others, 1)
})
