// A power cut takes some of the last rows of a journal, which were written and not yet synced.
import { ALL, places, recoverWell, WAYS, type Slice, type Sweep } from './sweeps.js'
import type { World } from './world.js'

/** Dies before the last sync of the journal, which is then cut at each byte that came with the last rows. */
export async function tornJournals(sweep: Sweep, slice: Slice = ALL): Promise<Sweep> {
  const known = await sweep.rehearse()
  const last = await lastSync(sweep)
  const die = (world: World, at: number) => world.apply({ fault: { at, how: 'crash' } })
  const sizeAt = async (at: number) => {
    const world = await sweep.world()
    await die(world, at)
    world.remove()
    return world.journal.size()
  }
  const [synced, whole] = [await sizeAt(last - 1), await sizeAt(last)]
  for (const cut of places(whole - synced, slice))
    for (const way of WAYS)
      await sweep.play(known, `cut ${cut} bytes after the synced ones, ${way}`, async (staged) => {
        await die(staged.world, last)
        staged.world.journal.truncate(synced + cut)
        return recoverWell(staged, way)
      })
  return sweep
}

/** Which change it is. */
async function lastSync(sweep: Sweep): Promise<number> {
  const world = await sweep.world()
  const { faults } = await world.apply()
  world.remove()
  const names = faults.calls.filter(({ change }) => change).map(({ name }) => name)
  return names.lastIndexOf('syncJournal')
}
