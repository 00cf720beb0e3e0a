import t from 'tap'
import { inLanes } from '../../lib/thread/in-lanes.js'

t.test('one job at a time on a slow disk, several elsewhere, all lanes at once', async (t) => {
  const active = new Map<string, number>()
  const most = new Map<string, number>()
  const done: string[] = []
  let together = 0
  const items = (lane: string) => [0, 1, 2, 3, 4].map((i) => `${lane}${i}`)
  const lanes = new Map(['', 'sda', 'sdb'].map((lane) => [lane, items(lane)]))
  await inLanes(
    lanes,
    (lane) => (lane === '' ? 3 : 1),
    async (item, lane) => {
      const now = (active.get(lane) ?? 0) + 1
      active.set(lane, now)
      most.set(lane, Math.max(now, most.get(lane) ?? 0))
      together = Math.max(together, [...active.values()].filter((count) => count > 0).length)
      await new Promise((resolve) => setImmediate(resolve))
      active.set(lane, active.get(lane)! - 1)
      done.push(item)
    },
  )
  t.strictSame(Object.fromEntries(most), { '': 3, sda: 1, sdb: 1 })
  t.equal(together, 3)
  t.strictSame(done.sort(), [...lanes.values()].flat().sort())
})

t.test('a failure in any lane is passed on', async (t) => {
  for (const bad of ['', 'sda', 'sdb']) {
    const lanes = new Map(['', 'sda', 'sdb'].map((lane) => [lane, [1, 2]]))
    const job = async (_: number, lane: string) => {
      if (lane === bad) throw new Error(`in ${lane}`)
    }
    await t.rejects(
      inLanes(lanes, () => 3, job),
      { message: `in ${bad}` },
    )
  }
})

t.test('of several failures one is passed on, and no other is left unheard', async (t) => {
  const unheard: unknown[] = []
  const hear = (reason: unknown) => void unheard.push(reason)
  process.on('unhandledRejection', hear)
  t.teardown(() => process.removeListener('unhandledRejection', hear))
  const lanes = new Map(['', 'sda', 'sdb'].map((lane) => [lane, [1, 2, 3]]))
  const job = async (item: number, lane: string) => {
    for (let i = 0; i < item; i++) await new Promise((resolve) => setImmediate(resolve))
    throw new Error(`${item} in ${lane}`)
  }
  await t.rejects(
    inLanes(lanes, () => 3, job),
    { message: '1 in ' },
  )
  for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate) // all have failed by then
  t.strictSame(unheard, [])
})
