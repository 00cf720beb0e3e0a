// The real dd-apply, killed at each system call that changes the disk, and then told to go on.
import { existsSync } from 'node:fs'
import type { Way } from '../../lib/apply/recover.js'
import { lost, unsettled, wrongs, type Known } from './judge.js'
import { KillPlay, type Setting } from './kill-play.js'
import { changesAfter, changesIn, type Blow, type Point, type Traced } from './strace.js'
import { places, WAYS, type Slice, type Swept } from './sweeps.js'

type Rehearsed = { readonly known: Known; readonly points: readonly Point[] }

/** Nothing goes wrong: what becomes of it, and where it can be hit. */
async function rehearse(setting: Setting): Promise<Rehearsed> {
  const play = await new KillPlay(setting).begin()
  try {
    const { before, world } = play
    const { status, stderr, log } = await play.apply()
    if (status !== 0) throw new Error(`the clean run fails: ${status} ${stderr}`)
    const known = { before, final: world.look(), root: world.root }
    return { known, points: changesIn(log, play.journal) }
  } finally {
    play.end()
  }
}

/** Each of its changes, killed there, then recovered, each way or in turns. */
export async function kills(setting: Setting, slice: Slice, both: boolean): Promise<Swept> {
  const swept: Swept = { cases: 0, wrong: [] }
  const { known, points } = await rehearse(setting)
  for (const at of places(points.length, slice))
    for (const way of both ? WAYS : [WAYS[swept.cases % 2]!]) {
      const label = `${points[at]!.call} ${points[at]!.nth}, ${way}`
      await hit(setting, points[at]!, 'kill', label, swept, async (play, ran) => {
        if (ran.signal !== 'SIGKILL' && ran.status !== 137) return ['was not killed']
        const gone = lost(play.world, play.before, play.world.look())
        return [...gone.map((content) => `lost ${content}`), ...(await goOn(play, known, way))]
      })
    }
  return swept
}

/** Each write and sync of the journal fails; then what is unfinished is recovered. */
export async function journalErrors(setting: Setting, slice: Slice): Promise<Swept> {
  const swept: Swept = { cases: 0, wrong: [] }
  const { known, points } = await rehearse(setting)
  const own = points.filter(({ call, onJournal }) => onJournal && call !== 'openat')
  for (const at of places(own.length, slice))
    for (const how of ['EIO', 'ENOSPC'] as const) {
      const label = `${how} at ${own[at]!.call} ${own[at]!.nth}`
      await hit(setting, own[at]!, how, label, swept, async (play, ran) => {
        const after = changesAfter(ran.log)
        return [
          ...(after === undefined ? ['did not fail'] : after.map((call) => `went on: ${call}`)),
          ...(ran.status === 4 ? [] : [`ended with ${ran.status}`]),
          ...(await goOn(play, known, WAYS[at % 2]!)),
        ]
      })
    }
  return swept
}

async function hit(
  setting: Setting,
  point: Point,
  how: Blow['how'],
  label: string,
  swept: Swept,
  judge: (play: KillPlay, ran: Traced) => Promise<string[]>,
): Promise<void> {
  const play = await new KillPlay(setting).begin()
  try {
    const found = await judge(play, await play.apply({ point, how }))
    swept.cases++
    swept.wrong.push(...found.map((one) => `${label}: ${one.slice(0, 300)}`))
  } finally {
    play.end()
  }
}

/** Recover, see that all is well, and that a second time there is nothing left to do. */
async function goOn(play: KillPlay, known: Known, way: Way): Promise<string[]> {
  const { world, before, journal } = play
  if (!existsSync(journal)) return wrongs(world, known, before)
  const { status, stderr } = await play.recover(way)
  const again = await world.recover(way)
  return [
    ...(status === 0 ? [] : [`${way} ended with ${status}: ${stderr}`]),
    ...wrongs(world, known, before),
    ...(unsettled(world.journal) ? ['unsettled'] : []),
    ...(again.faults.changes ? [`a second time made ${again.faults.changes} changes`] : []),
  ]
}
