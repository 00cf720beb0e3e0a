import t from 'tap'
import { causeOf } from '../../lib/record/sent-cause.js'

t.test('an error of the system has its code again', async (t) => {
  const cause = causeOf({ code: 'EACCES', message: 'EACCES: permission denied, open' })
  t.match(cause, { code: 'EACCES', message: 'EACCES: permission denied, open' })
  t.ok(cause instanceof Error)
})

t.test('a reason of ours stays words', async (t) => {
  t.equal(causeOf({ code: '', message: 'changed meanwhile' }), 'changed meanwhile')
})
