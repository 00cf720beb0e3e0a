// A world, its journal in a file, and the real dd-apply at work on it.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Way } from '../../lib/apply/recover.js'
import { memoryFile } from './memory-file.js'
import { must } from './mounts.js'
import { BIN, run, type Ran } from './run.js'
import { lines } from './scratch.js'
import type { Tree } from './small-tree.js'
import { traced, type Blow, type Traced } from './strace.js'
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

export class KillPlay {
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
    const { branches, files, steps } = scenario
    this.world = new World({ mode: plain ? 'A' : 'X' }, files, steps, parent, branches)
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
