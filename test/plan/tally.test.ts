import t from 'tap'
import { Tally } from '../../lib/plan/tally.js'
import { file } from '../helper/records.js'

t.test('steps, inodes and bytes add up', async (t) => {
  const tally = new Tally()
  tally.plan([{ frees: 0 }, { frees: 4096 }])
  tally.plan([{ frees: 1 }])
  t.match(tally.totals, { steps: 3, files: 2, frees: 4097, skipped: [] })
})

t.test('names are counted by reason, in the order in which reasons came up', async (t) => {
  const tally = new Tally()
  tally.skip('device', 2)
  tally.skip('protected', 0)
  tally.skip('metadata', 1)
  tally.skip('device', 1)
  t.strictSame(
    tally.totals.skipped.map(([, names]) => names),
    [3, 1],
  )
  t.match(tally.totals.skipped, [[/another device/], [/owner or mode/]])
})

t.test('a set without a keeper is told at once', async (t) => {
  const told: unknown[] = []
  const tally = new Tally(({ path }) => void told.push(path))
  tally.stuck(file('/a'))
  t.strictSame(told, ['/a'])
  t.doesNotThrow(() => new Tally().stuck(file('/a')))
})
