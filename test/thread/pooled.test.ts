import t from 'tap'
import { pooled } from '../../lib/thread/pooled.js'

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

for (const limit of [1, 2, 3, 10, 11, 100])
  t.test(`ten jobs, ${limit} at a time`, async (t) => {
    const done: number[] = []
    let [active, most] = [0, 0]
    await pooled(Array(10).keys(), limit, async (item) => {
      most = Math.max(most, ++active)
      for (let turns = (item * 7) % 3; turns >= 0; turns--) await turn()
      active--
      done.push(item)
    })
    t.equal(most, Math.min(limit, 10))
    t.equal(active, 0)
    t.strictSame(done.sort(), [...Array(10).keys()])
  })

t.test('nothing to do', async (t) => {
  await t.resolves(pooled([], 3, async () => void t.fail('a job')))
})

t.test('items are made when they are needed', async (t) => {
  let made = 0
  let done = 0
  function* items() {
    for (let i = 0; i < 20; i++) yield ++made
  }
  await pooled(items(), 3, async () => {
    t.ok(made <= done + 4, `${made} are made when ${done} are done`)
    await turn()
    done++
  })
  t.equal(done, 20)
})

const boom = new Error('boom')

/** Which of six jobs fails, how many run at a time, and how many turns a job takes. */
for (const limit of [1, 2, 3, 6, 7])
  for (const turns of [0, 1, 2])
    t.test(`${limit} at a time, of ${turns} turns: whoever fails is heard`, async (t) => {
      for (let bad = 0; bad < 6; bad++)
        await t.rejects(
          pooled(Array(6).keys(), limit, async (item) => {
            for (let i = 0; i < turns; i++) await turn()
            if (item === bad) throw boom
          }),
          boom,
          `job ${bad}`,
        )
    })

t.test('after a failure nothing is begun', async (t) => {
  const begun: number[] = []
  const job = async (item: number) => {
    begun.push(item)
    await turn()
    if (item === 2) throw boom
  }
  await t.rejects(pooled(Array(10).keys(), 1, job), boom)
  t.strictSame(begun, [0, 1, 2])
})
