// The sweeps: every place where a run can be hit, one world each. They return what went wrong.
import { isFinal } from '../../lib/apply/journal-row.js'
import type { Way } from '../../lib/apply/recover.js'
import type { Fault, Mode } from './fault.js'
import type { FaultDisk } from './fault-disk.js'
import { DONE, lost, rehearse, unsettled, wrongs, type Known } from './judge.js'
import { rowsOf } from './memory-file.js'
import type { Tree } from './small-tree.js'
import type { ResultRecord } from '../../lib/record/result.js'
import { World, type Played, type Scenario } from './world.js'

export type Swept = { cases: number; readonly wrong: string[] }

/** Every nth place only, starting at another one in each scenario: a slice of a sweep. */
export type Slice = { readonly every: number; readonly from: number }

export const ALL: Slice = { every: 1, from: 0 }

export const WAYS: readonly Way[] = ['finish', 'back']

type Staged = { readonly world: World; readonly known: Known; readonly before: Tree }

/** Plays a scenario in a new world as often as it is asked to. */
export class Sweep implements Swept {
  cases = 0
  readonly wrong: string[] = []
  readonly #scenario: Scenario
  readonly #mode: Mode
  readonly #parent: string | undefined

  constructor(scenario: Scenario, mode: Mode, parent?: string) {
    this.#scenario = scenario
    this.#mode = mode
    this.#parent = parent
  }

  async rehearse(): Promise<Awaited<ReturnType<typeof rehearse>>> {
    const world = await this.world()
    const known = await rehearse(world)
    world.remove()
    return known
  }

  world(): Promise<World> {
    return World.of(this.#scenario, this.#mode, this.#parent)
  }

  /** One case. @param act returns what is wrong, or undefined: it did not come to pass */
  async play(known: Known, label: string, act: (staged: Staged) => Promise<string[] | undefined>) {
    const world = await this.world()
    const before = world.look()
    const found = await act({ world, known, before })
    if (found !== undefined) this.cases++
    this.wrong.push(...(found ?? []).map((one) => `${label}: ${one.replaceAll(world.root, '%')}`))
    world.remove()
  }
}

export function* places(count: number, { every, from }: Slice): Generator<number> {
  for (let at = from % every; at < count; at += every) yield at
}

/** Recover, see that all is well, and that a second time there is nothing left to do. */
export async function recoverWell({ world, known, before }: Staged, way: Way, mode?: Mode) {
  const { error } = await world.recover(way, {}, mode)
  const found = wrongs(world, known, before)
  const again = await world.recover(way, {}, mode)
  return [
    ...(error ? [`recovery: ${String(error)}`] : []),
    ...found,
    ...(unsettled(world.journal) ? ['unsettled'] : []),
    ...(again.faults.changes ? [`the second recovery made ${again.faults.changes} changes`] : []),
  ]
}

function lastChange({ calls }: FaultDisk): string {
  return calls.filter(({ change }) => change).at(-1)?.name ?? ''
}

const DEATHS = ['crash', 'half'] as const

/** Dies at each change, then recovers. */
export async function crashes(sweep: Sweep, slice: Slice = ALL): Promise<Swept> {
  const known = await sweep.rehearse()
  for (const at of places(known.changes, slice))
    for (const how of DEATHS)
      for (const way of WAYS)
        await sweep.play(known, `${how} at ${at}, ${way}`, async (staged) => {
          const { faults } = await staged.world.apply({ fault: { at, how } })
          if (!faults.fired) return how === 'half' ? undefined : ['did not fire']
          const gone = lost(staged.world, staged.before, staged.world.look())
          return [
            ...gone.map((content) => `lost ${content} (${lastChange(faults)})`),
            ...(await recoverWell(staged, way)),
          ]
        })
  return sweep
}

/** Dies at each change, then at each change of the recovery, then recovers, in any mode. */
export async function crashesTwice(sweep: Sweep, slice: Slice, modes: readonly Mode[]) {
  const known = await sweep.rehearse()
  for (const at of places(known.changes, slice))
    for (const [first, second] of WAYS.flatMap((a) => WAYS.map((b) => [a, b] as const)))
      for (const [mode, last] of modes.flatMap((a) => modes.map((b) => [a, b] as const)))
        await recoveryHit(sweep, known, { at, how: 'crash' }, first, second, mode, last)
  return sweep
}

async function recoveryHit(
  sweep: Sweep,
  known: Known,
  fault: Fault,
  first: Way,
  second: Way,
  mode: Mode,
  last: Mode,
) {
  for (let [inner, fired] = [0, true]; fired; inner++)
    for (const how of DEATHS) {
      const label = `crash at ${fault.at}, ${first} in ${mode}, ${how} at ${inner}, ${second} in ${last}`
      await sweep.play(known, label, async (staged) => {
        await staged.world.apply({ fault })
        const { faults } = await staged.world.recover(first, { fault: { at: inner, how } }, mode)
        if (how === 'crash') fired = faults.fired
        if (!faults.fired) return undefined
        const gone = lost(staged.world, staged.before, staged.world.look())
        return [
          ...gone.map((content) => `lost ${content}`),
          ...(await recoverWell(staged, second, last)),
        ]
      })
    }
}

/** Each change fails, once or from then on, done or not; then what is unfinished is recovered. */
export async function errors(sweep: Sweep, codes: readonly string[], slice: Slice = ALL) {
  const known = await sweep.rehearse()
  for (const at of places(known.changes, slice))
    for (const code of codes)
      for (const how of ['error', 'late'] as const)
        for (const ever of how === 'late' ? [false] : [false, true])
          for (const way of WAYS)
            await sweep.play(
              known,
              `${code}${ever ? ' for ever' : ''} ${how} at ${at}, ${way}`,
              async (staged) => {
                const hit = await staged.world.apply({ fault: { at, how, code, ever } })
                if (!hit.faults.fired) return ['did not fire']
                return [...afterError(staged, hit), ...(await recoverWell(staged, way))]
              },
            )
  return sweep
}

/**
 * A run that came to its end left nothing but steps that it told to have no end; those, and what a run
 * that stopped left, can be resumed.
 */
function afterError({ world, known, before }: Staged, { error, results }: Played): string[] {
  const gone = lost(world, before, world.look()).map((content) => `lost ${content}`)
  if (error) return gone
  const isOpen = ({ error }: ResultRecord) => error?.message.includes('it has no end yet')
  const count = results.filter(isOpen).length
  if (count !== unsettled(world.journal)) return [...gone, 'ended, but is unsettled']
  if (count > 0) return gone
  const told = results.map(({ status }) => status === 'done')
  const rows = rowsOf(world.journal).filter(isFinal)
  const lies = rows.filter(({ status }, i) => DONE.includes(status) !== told[i])
  return [
    ...gone,
    ...lies.map((row) => `result differs from ${row.status}`),
    ...wrongs(world, known, before),
  ]
}

/** The same in the recovery after a crash at each change. */
export async function errorsInRecovery(sweep: Sweep, code: string, slice: Slice = ALL) {
  const known = await sweep.rehearse()
  for (const at of places(known.changes, slice))
    for (const how of ['error', 'late'] as const)
      for (const way of WAYS)
        for (let [inner, fired] = [0, true]; fired; inner++)
          await sweep.play(
            known,
            `crash at ${at}, ${way}, ${code} ${how} at ${inner}`,
            async (staged) => {
              await staged.world.apply({ fault: { at, how: 'crash' } })
              const { faults } = await staged.world.recover(way, {
                fault: { at: inner, how, code },
              })
              fired = faults.fired
              if (!fired) return undefined
              const gone = lost(staged.world, staged.before, staged.world.look())
              return [
                ...gone.map((content) => `lost ${content}`),
                ...(await recoverWell(staged, way)),
              ]
            },
          )
  return sweep
}
