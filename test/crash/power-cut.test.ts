// A slice of test/sweep/power-cut.test.ts: the power goes in the middle of a run, while the keeper is so
// fresh that only the system's memory has it.
import t from 'tap'
import { CutDisk } from '../helper/cut-disk.js'
import { cannotMount } from '../helper/mounts.js'
import { CUTS, powerCuts } from '../helper/power-cuts.js'

const skip = cannotMount('ext4')

t.setTimeout(0)
t.test('a power cut', { skip }, async (t) => {
  const disk = new CutDisk('ext4')
  t.teardown(() => disk.remove())
  for (const [i, scenario] of CUTS.entries())
    await t.test(scenario.name, async (t) => {
      const { cases, wrong } = await powerCuts(disk, scenario, { every: 5, from: i })
      t.strictSame(wrong.slice(0, 10), [], `${cases} cases`)
      t.ok(cases > 0, 'the power was cut')
    })
})
