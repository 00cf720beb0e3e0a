// A small tree, a plan for it, and runs of it on a disk with faults.
import { rmSync } from 'node:fs'
import { applyPlan } from '../../lib/apply/apply-plan.js'
import { Pace } from '../../lib/apply/pace.js'
import { recoverJournal } from '../../lib/apply/recover-journal.js'
import type { Way } from '../../lib/apply/recover.js'
import { openRun, openSession } from '../../lib/apply/session.js'
import { undoSteps } from '../../lib/apply/undo-steps.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import { pathBytes, pathFields, type PathFields } from '../../lib/record/path.js'
import type { ResultRecord } from '../../lib/record/result.js'
import type { FileRecord } from '../../lib/record/file.js'
import { destination, stepId, type Op, type StepRecord } from '../../lib/record/step.js'
import type { Ability, Hooks, Mode } from './fault.js'
import { FaultDisk } from './fault-disk.js'
import { memoryFile, rowsOf, type MemoryFile } from './memory-file.js'
import { bytesOf, look, newRoot, plant, record, type Files, type Tree } from './small-tree.js'

/** `[op, file, keeper, destination]` by their names; `''` for none. `bytes`: all others are zeros. */
export type Wanted = readonly [op: Op, file: string, keep?: string, to?: string, bytes?: number]

export type Scenario = {
  readonly name: string
  readonly files: Files
  readonly steps: readonly Wanted[]
  /** Directories that a pool shows as one. */
  readonly branches?: readonly string[]
  /** Times that the plan was applied and taken back before: 1 is the undo, 2 the undo of the undo. */
  readonly undone?: number
  readonly able?: Omit<Ability, 'mode'>
  /** Only there. */
  readonly only?: readonly Mode[]
}

export type Played = {
  readonly results: readonly ResultRecord[]
  readonly error: unknown
  readonly faults: FaultDisk
}

const REAL = realDisk()

export class World {
  readonly root: string
  readonly ability: Ability
  steps: StepRecord[]
  journal: MemoryFile = memoryFile()

  readonly branches: readonly string[]

  constructor(
    ability: Ability,
    files: Files,
    wanted: readonly Wanted[],
    parent?: string,
    branches: readonly string[] = [],
  ) {
    this.branches = branches
    this.ability = ability
    this.root = newRoot(parent)
    plant(this.root, files)
    this.steps = this.plan(wanted)
  }

  /** Steps for the files as they are now. */
  plan(wanted: readonly Wanted[]): StepRecord[] {
    return wanted.map((one) => this.#step(one))
  }

  /** A world as a scenario wants it, its earlier runs done. */
  static async of(scenario: Scenario, mode: Mode, parent?: string): Promise<World> {
    const { able, branches, files, steps, undone = 0 } = scenario
    const world = new World({ ...able, mode }, files, steps, parent, branches)
    await world.takeBack(undone)
    return world
  }

  /** Carry the plan out and make the one that takes it back the plan, so many times. */
  async takeBack(times: number): Promise<void> {
    for (let i = 0; i < times; i++) {
      const { error } = await this.apply()
      if (error) throw error
      this.steps = this.undoing()
      this.journal = memoryFile()
    }
  }

  path(name: string): Buffer {
    return bytesOf(this.root, name)
  }

  look(): Tree {
    return look(this.root)
  }

  /** Carry the plan out. */
  apply(hooks: Hooks = {}): Promise<Played> {
    return this.#play(hooks, async (faults) => {
      const pace = new Pace()
      const run = openRun(faults.disk(REAL, this.ability), pace, {
        verify: 'bytes',
        minAgeMs: 0,
        allowTmpfs: true,
      })
      const session = openSession(run, pace, faults.journal(this.journal))
      const results: ResultRecord[] = []
      for await (const batch of applyPlan(session, once(this.steps))) results.push(...batch)
      return results
    })
  }

  recover(way: Way, hooks: Hooks = {}, mode = this.ability.mode): Promise<Played> {
    return this.#play(hooks, (faults) => {
      const disk = faults.disk(REAL, { ...this.ability, mode })
      const open = () =>
        openRun(disk, new Pace(), { verify: 'bytes', minAgeMs: 0, allowTmpfs: true })
      return recoverJournal(faults.journal(this.journal), open, way, true)
    })
  }

  /** The plan that takes back what the journal says. */
  undoing(): StepRecord[] {
    return undoSteps([rowsOf(this.journal)], REAL, ({ cause }) => {
      throw cause
    })
  }

  /** Names that each step may change, as `look` gives them. */
  touched(): [file: string, to: string | undefined][] {
    const short = (fields: PathFields) => pathBytes(fields).toString('latin1', this.root.length + 1)
    return this.steps.map((step) => {
      const to = destination(step)
      return [short(step.file), to && short(to)]
    })
  }

  /** Contents that the plan does away with, half or empty files, and what other contents begin with. */
  spare(before: Tree): Map<string, string> {
    const gone = this.steps.filter(
      ({ why, file, keep, bytes }) =>
        why !== 'duplicate' && (bytes !== undefined || file.size !== keep?.size),
    )
    return new Map(
      gone.flatMap(({ file, bytes }) => {
        const name = pathBytes(file).toString('latin1', this.root.length + 1)
        const content = before.get(name)?.content
        return content === undefined ? [] : [[content, content.slice(0, bytes)] as const]
      }),
    )
  }

  remove(): void {
    rmSync(this.root, { recursive: true })
  }

  async #play(hooks: Hooks, work: (faults: FaultDisk) => Promise<ResultRecord[]>): Promise<Played> {
    const faults = new FaultDisk(hooks)
    try {
      return { results: await work(faults), error: undefined, faults }
    } catch (error) {
      return { results: [], error, faults }
    } finally {
      faults.closeAll()
    }
  }

  #step([op, name, keepName = '', toName = '', bytes]: Wanted): StepRecord {
    const file = this.#record(name)
    const keep = keepName === '' ? undefined : this.#record(keepName)
    const isPartial = bytes !== undefined || (keep && keep.size > file.size)
    const why = keep === undefined ? 'empty' : isPartial ? 'partial' : 'duplicate'
    const { path: to, path64: to64 } = pathFields(bytesOf(this.root, toName))
    return {
      type: 'step',
      id: stepId(op, file, keep),
      op,
      why: op === 'move' && keep === undefined ? 'undo' : why,
      file,
      ...(keep && { keep }),
      ...(bytes !== undefined && { bytes }),
      ...(toName !== '' && (to !== undefined ? { to } : { to64: to64! })),
      frees: 0,
      ...(op === 'pool-link' && {
        branches: this.branches.map((branch) => ({ path: `${this.root}/${branch}` })),
      }),
      ...((op === 'hardlink' || op === 'pool-link') && { metadata: 'ignore' as const }),
    }
  }

  #record(name: string): FileRecord {
    const branch = this.branches.find((branch) => name.startsWith(`${branch}/`))
    const found = record(this.root, name)
    return branch === undefined ? found : { ...found, root: `${this.root}/${branch}` }
  }
}

async function* once(steps: StepRecord[]): AsyncGenerator<StepRecord[]> {
  yield steps
}
