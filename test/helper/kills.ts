// The real dd-apply, killed at each system call that changes the disk, and then told to go on.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Way } from '../../lib/apply/recover.js'
import { lost, unsettled, wrongs, type Known } from './judge.js'
import { memoryFile } from './memory-file.js'
import { must } from './mounts.js'
import { BIN, run, type Ran } from './run.js'
import { lines } from './scratch.js'
import { changesAfter, changesIn, traced, type Blow, type Point, type Traced } from './strace.js'
import type { Tree } from './small-tree.js'
import { places, WAYS, type Slice, type Swept } from './sweeps.js'
import { World, type Scenario } from './world.js'

export type Setting = {
  readonly scenario: Scenario
  /** Without koffi. */
  readonly plain?: boolean
  /** `to` is another file system. */
  readonly apart?: boolean
  /** Where the files are to be: another file system than that of temporary files. */
  readonly parent?: string
}

/** A world, its journal in a file, and a process to act on it. */
class Play {
  readonly dir = mkdtempSync(join(tmpdir(), 'dd-kill-'))
  readonly journal = join(this.dir, 'journal.csv')
  readonly #setting: Setting
  world!: World
  before!: Tree

  constructor(setting: Setting) {
    this.#setting = setting
  }

  async begin(): Promise<this> {
    const { scenario, plain, apart, parent } = this.#setting
    this.world = new World({ mode: plain ? 'A' : 'X' }, scenario.files, scenario.steps, parent)
    if (apart) this.#mount()
    await this.world.takeBack(scenario.undone ?? 0)
    this.before = this.world.look()
    return this
  }

  #mount(): void {
    const to = join(this.world.root, 'to')
    mkdirSync(to)
    must('mount', '-t', 'tmpfs', 'tmpfs', to)
  }

  get #env(): NodeJS.ProcessEnv {
    return { ...process.env, ...(this.#setting.plain && { DD_TOOLS_NATIVE: '0' }) }
  }

  /** Carry the plan out. */
  apply(blow?: Blow): Promise<Traced> {
    const args = [join(BIN, 'dd-apply.js'), '--apply', '--journal', this.journal]
    const { journal } = this
    const job = { args, input: lines(...this.world.steps), env: this.#env, journal }
    return traced(job, join(this.dir, 'log'), blow)
  }

  /** What the journal told is then in the world's. */
  async recover(way: Way): Promise<Ran> {
    const flag = way === 'finish' ? '--resume' : '--rollback'
    const ran = await run('dd-apply', ['--apply', flag, this.journal], '', { env: this.#env })
    this.world.journal = memoryFile(readFileSync(this.journal))
    return ran
  }

  end(): void {
    if (this.#setting.apart) must('umount', join(this.world.root, 'to'))
    this.world.remove()
    rmSync(this.dir, { recursive: true })
  }
}

type Rehearsed = { readonly known: Known; readonly points: readonly Point[] }

/** Nothing goes wrong: what becomes of it, and where it can be hit. */
async function rehearse(setting: Setting): Promise<Rehearsed> {
  const play = await new Play(setting).begin()
  const { before, world } = play
  const { status, stderr, log } = await play.apply()
  if (status !== 0) throw new Error(`the clean run fails: ${status} ${stderr}`)
  const known = { before, final: world.look(), root: world.root }
  const points = changesIn(log, play.journal)
  play.end()
  return { known, points }
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
  judge: (play: Play, ran: Traced) => Promise<string[]>,
): Promise<void> {
  const play = await new Play(setting).begin()
  const found = await judge(play, await play.apply({ point, how }))
  swept.cases++
  swept.wrong.push(...found.map((one) => `${label}: ${one.slice(0, 300)}`))
  play.end()
}

/** Recover, see that all is well, and that a second time there is nothing left to do. */
async function goOn(play: Play, known: Known, way: Way): Promise<string[]> {
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
