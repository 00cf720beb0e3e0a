// The real dd-apply at work on a real pool, killed at its system calls, and then told to go on.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readRows } from '../../lib/apply/journal.js'
import { undoSteps } from '../../lib/apply/undo-steps.js'
import { openReadOnly } from '../../lib/fs/append-file.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import type { Pool } from './pool.js'
import { picture, view, type Planted } from './pool-files.js'
import { jdupesJson } from './pool-play.js'
import { BIN, run } from './run.js'
import { lines } from './scratch.js'
import { changesIn, traced, type Blow, type Traced } from './strace.js'
import { places, type Slice, type Swept } from './sweeps.js'

/** Without koffi, what replaces it cannot take its name at once: that its name is gone for a moment is known. */
const BESIDE = 'd1/x'

/** Directories to be made, two names of one file, one name on two branches, a copy beside the keeper. */
const FILES: Planted = {
  'd1/Media/k': 'content',
  [BESIDE]: 'content',
  'd2/s/t/d': 'content',
  'd2/u/e': 'content',
  'd2/f': '=d2/u/e',
  'd2/g': 'content',
  'd3/g': 'content',
  'd2/s/b\xc3\xa9\n': 'content',
  'd3/other': 'other',
}

/** What is killed: the run, or the taking back of it. */
type What = 'link' | 'undo'

/** With koffi and without. */
export const POOL_KILLS: readonly (readonly [what: What, plain: boolean])[] = [
  ['link', false],
  ['link', true],
  ['undo', false],
  ['undo', true],
]

const WAYS = ['--resume', '--rollback'] as const

/** Each system call that changes something, or every nth: killed there, recovered, taken back. */
export async function poolKills(pool: Pool, what: What, plain: boolean, slice: Slice) {
  const swept: Swept = { cases: 0, wrong: [] }
  const rehearsed = new PoolKill(pool, plain)
  const { status, stderr, log } = await rehearsed.apply(await rehearsed.stage(what))
  if (status !== 0) throw new Error(`the clean run fails: ${stderr}`)
  const points = changesIn(log, rehearsed.journal)
  for (const at of places(points.length, slice)) {
    const way = WAYS[swept.cases++ % 2]!
    const point = points[at]!
    const kill = new PoolKill(pool, plain)
    const ran = await kill.apply(await kill.stage(what), { point, how: 'kill' })
    const found = [...wrongKill(ran), ...kill.lost(), ...(await kill.recover(way))]
    swept.wrong.push(...found.map((one) => `${point.call} ${point.nth}, ${way}: ${one}`))
  }
  return swept
}

function wrongKill({ signal, status }: Traced): string[] {
  return signal === 'SIGKILL' || status === 137 ? [] : ['was not killed']
}

class PoolKill {
  readonly #pool: Pool
  readonly #plain: boolean
  readonly #env: NodeJS.ProcessEnv
  readonly #journals: string[] = []
  #before: readonly string[] = []
  #shown: ReadonlyMap<string, string> = new Map()
  #held: ReadonlySet<string> = new Set()

  constructor(pool: Pool, plain: boolean) {
    this.#pool = pool
    this.#plain = plain
    this.#env = { ...process.env, ...(plain && { DD_TOOLS_NATIVE: '0' }) }
  }

  /** Of the last run. */
  get journal(): string {
    return this.#journals.at(-1)!
  }

  /** Make the pool and its files. @returns the plan that is to be carried out */
  async stage(what: What): Promise<string> {
    const pool = this.#pool
    pool.wipe()
    const { [BESIDE]: beside = '', ...others } = FILES
    const files = this.#plain ? others : { ...others, [BESIDE]: beside }
    pool.plant(files)
    pool.mount()
    this.#before = this.#picture()
    this.#shown = view(pool.at)
    this.#held = new Set(view(this.#disks).values())
    const names = Object.keys(files).filter((name) => name !== 'd3/other')
    const args = ['pool-link', '--pool', pool.at, '--primary', pool.path('d1/Media')]
    const { stdout } = await run('dd-plan', args, jdupesJson(pool, names))
    if (what === 'link') return stdout
    await this.#must(this.#newRun(), stdout)
    return this.#undoing()
  }

  /** Carry a plan out, seen by strace. */
  apply(plan: string, blow?: Blow): Promise<Traced> {
    const args = [join(BIN, 'dd-apply.js'), ...this.#newRun()]
    const job = { args, input: plan, env: this.#env, journal: this.journal }
    return traced(job, `${this.#pool.base}/log`, blow)
  }

  /** Names that the pool does not show as before, contents that are on no disk. */
  lost(): string[] {
    const now = view(this.#pool.at)
    const held = new Set(view(this.#disks).values())
    const names = [...this.#shown].filter(([name, content]) => now.get(name) !== content)
    const gone = [...this.#held].filter((content) => !held.has(content))
    return [...names.map(([name]) => `lost name ${name}`), ...gone.map((one) => `lost ${one}`)]
  }

  /** Go on, or take back what is unfinished; then take back the first run. @returns what is wrong */
  async recover(way: string): Promise<string[]> {
    const found = existsSync(this.journal) ? await this.#recover(way) : []
    if (existsSync(this.#journals[0]!)) await this.#must(this.#newRun(), this.#undoing(), [0, 1])
    return [...found, ...this.lost(), ...this.#temporaries(), ...this.#untouched()]
  }

  async #recover(way: string): Promise<string[]> {
    const flags = ['--apply', '-q', way, this.journal]
    await this.#must(flags)
    const after = this.#picture()
    const wrong = [...this.lost(), ...this.#temporaries()]
    await this.#must(flags)
    const again = differences(after, this.#picture())
    return [...wrong, ...again.map((line) => `a second time: ${line}`)]
  }

  #untouched(): string[] {
    return differences(this.#before, this.#picture()).map((line) => `not as it was: ${line}`)
  }

  #temporaries(): string[] {
    return this.#pool.names().filter((name) => /(^|\/)\.dd-\w+-\d+a?~/.test(name))
  }

  get #disks(): string {
    return `${this.#pool.base}/disks`
  }

  #picture(): string[] {
    return picture(this.#disks)
  }

  /** Flags of a run with a journal of its own. */
  #newRun(): string[] {
    this.#journals.push(`${this.#pool.base}/kill-${runs++}.csv`)
    return ['--apply', '-q', '--journal', this.journal]
  }

  async #must(flags: readonly string[], input = '', well: readonly number[] = [0]): Promise<void> {
    const { status, stderr } = await run('dd-apply', flags, input, { env: this.#env })
    if (!well.includes(status ?? -1)) throw new Error(`dd-apply ${flags.join(' ')}: ${stderr}`)
  }

  /** The plan that takes back the first run. */
  #undoing(): string {
    const file = openReadOnly(this.#journals[0]!)
    const steps = undoSteps(readRows(file, false), realDisk(), ({ cause }) => {
      throw cause
    })
    file.close()
    return lines(...steps)
  }
}

let runs = 0

function differences(a: readonly string[], b: readonly string[]): string[] {
  return [
    ...a.filter((line) => !b.includes(line)).map((line) => `- ${line}`),
    ...b.filter((line) => !a.includes(line)).map((line) => `+ ${line}`),
  ]
}
