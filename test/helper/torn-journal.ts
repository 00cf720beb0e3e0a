// A power cut takes some of the last rows of a journal, which were written and not yet synced.
import type { FaultDisk } from './fault-disk.js'
import { ALL, places, recoverWell, WAYS, type Slice, type Sweep } from './sweeps.js'
import type { World } from './world.js'

/** Dies before the last sync of the journal, which is then cut at each byte that came with the last rows. */
export async function tornJournals(sweep: Sweep, slice: Slice = ALL): Promise<Sweep> {
  const known = await sweep.rehearse()
  const die = (world: World, before: number) =>
    world.apply({ fault: { at: known.changes - before, how: 'crash' }, trace: true })
  const rehearsal = await sweep.world()
  const last = lastChanges((await die(rehearsal, 1)).faults)
  if (String(last) !== 'append,syncJournal') throw new Error(`the last changes are ${last}`)
  const whole = rehearsal.journal.bytes
  rehearsal.remove()
  const synced = await sizeWithoutLast(sweep, die)
  for (const cut of places(whole.length - synced, slice))
    for (const way of WAYS)
      await sweep.play(known, `cut ${cut} bytes after the synced ones, ${way}`, async (staged) => {
        const { journal } = staged.world
        await die(staged.world, 1)
        journal.truncate(synced + cut)
        return recoverWell(staged, way)
      })
  return sweep
}

function lastChanges({ calls }: FaultDisk): string[] {
  return calls
    .filter(({ change }) => change)
    .slice(-2)
    .map(({ name }) => name)
}

async function sizeWithoutLast(sweep: Sweep, die: (world: World, before: number) => unknown) {
  const world = await sweep.world()
  await die(world, 2)
  const { length } = world.journal.bytes
  world.remove()
  return length
}
