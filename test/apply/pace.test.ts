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
  let [now, others] = [1000, 0]
  const pace = new Pace(() => now)
  setImmediate(() => others++)
  now += 49
  await pace.rest()
  t.equal(others, 0, 'not at once')
  now += 1
  await pace.rest()
  t.equal(others, 1)
  setImmediate(() => others++)
  await pace.rest()
  t.equal(others, 1, 'it has just rested')
})

t.test('signals are let in inside of a step, too', async (t) => {
  let now = 0
  const pace = new Pace(() => now)
  let came = false
  setImmediate(() => (came = true))
  now = 1_000
  await pace.breathe()
  t.ok(came)
})
