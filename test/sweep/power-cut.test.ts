// The power goes before each change of a run, on each file system that can be had.
import t from 'tap'
import { CutDisk } from '../helper/cut-disk.js'
import { cannotMount } from '../helper/mounts.js'
import { CUTS, powerCuts } from '../helper/power-cuts.js'
import { ALL } from '../helper/sweeps.js'

t.setTimeout(0)

for (const type of ['ext4', 'xfs', 'btrfs'] as const)
  t.test(`a power cut: ${type}`, { skip: cannotMount(type) }, async (t) => {
    const disk = new CutDisk(type)
    t.teardown(() => disk.remove())
    for (const scenario of CUTS)
      await t.test(scenario.name, async (t) => {
        const { cases, wrong } = await powerCuts(disk, scenario, ALL)
        t.strictSame(wrong.slice(0, 10), [], `${cases} cases`)
      })
  })
