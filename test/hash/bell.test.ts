import t from 'tap'
import { Bell } from '../../lib/hash/bell.js'

t.test('a ring wakes who sleeps, once', async (t) => {
  const bell = new Bell()
  bell.ring() // nobody is asleep
  let woken = 0
  const sleep = bell.rung().then(() => woken++)
  await Promise.resolve()
  t.equal(woken, 0, 'a ring from before does not wake')
  bell.ring()
  bell.ring()
  await sleep
  t.equal(woken, 1)
})
