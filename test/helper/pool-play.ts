// dd-plan pool-link, dd-apply and dd-undo as processes on a real pool, judged after each.
import type { SpawnOptions } from 'node:child_process'
import type { Test } from 'tap'
import type { ResultRecord } from '../../lib/record/result.js'
import type { StepRecord } from '../../lib/record/step.js'
import { outcomes } from './applied.js'
import type { Pool } from './pool.js'
import { picture, view } from './pool-files.js'
import { records, run, type Ran } from './run.js'

export type Linked = {
  readonly plan: Ran
  readonly steps: readonly StepRecord[]
  readonly apply: Ran
  readonly results: readonly ResultRecord[]
}

let runs = 0

type View = ReadonlyMap<string, string>

/** What jdupes -j prints of some sets of paths. @param paths as `Pool.path` takes them */
export function jdupesJson(pool: Pool, ...sets: (readonly string[])[]): string {
  const matchSets = sets.map((paths) => ({
    fileSize: Number(pool.stat(paths[0]!).size),
    fileList: paths.map((name) => ({ filePath: pool.path(name) })),
  }))
  const head = { jdupesVersion: '1.21.3', jdupesVersionDate: '2023-02-11', commandLine: 'jdupes' }
  return JSON.stringify({ ...head, extensionFlags: '', matchSets }, null, 2)
}

export class PoolPlay {
  readonly pool: Pool
  readonly before: readonly string[]
  /** Of the last run. */
  journal = ''
  readonly #t: Test
  readonly #view: View
  readonly #contents: ReadonlySet<string>

  /** The pool is mounted, its files are there. */
  constructor(t: Test, pool: Pool) {
    this.#t = t
    this.pool = pool
    this.before = this.picture()
    this.#view = view(pool.at)
    this.#contents = this.#look()
  }

  picture(): string[] {
    return picture(`${this.pool.base}/disks`)
  }

  #look(): Set<string> {
    return new Set(view(`${this.pool.base}/disks`).values())
  }

  plan(input: string, args: readonly string[] = this.primary): Promise<Ran> {
    return run('dd-plan', ['pool-link', ...args], input)
  }

  get primary(): string[] {
    return ['--pool', this.pool.at, '--primary', `${this.pool.at}/Media`]
  }

  /** dd-apply --apply. */
  async apply(plan: string, args: readonly string[] = [], options: SpawnOptions = {}) {
    this.journal = `${this.pool.base}/journal-${++runs}.csv`
    const flags = ['--apply', '--journal', this.journal, '-q', ...args]
    const ran = await run('dd-apply', flags, plan, options)
    this.judge()
    return { ...ran, results: records(ran.stdout) as ResultRecord[] }
  }

  /** Plan, and carry it out. */
  async link(input: string, args?: readonly string[], flags?: readonly string[]): Promise<Linked> {
    const plan = await this.plan(input, args)
    const apply = await this.apply(plan.stdout, flags)
    const { results } = apply
    return { plan, steps: records(plan.stdout), apply, results }
  }

  /** Take the last run back: all is as it was in the beginning, and a second time nothing is left to do. */
  async undo(want: readonly string[] = this.before): Promise<void> {
    const { journal } = this
    const undo = await run('dd-undo', [journal])
    this.#t.equal(undo.status, 0, undo.stderr)
    const { status, stderr } = await this.apply(undo.stdout)
    this.#t.equal(status, 0, `undo: ${stderr}`)
    this.#t.strictSame(this.picture(), want, 'all is as it was')
    const again = await run('dd-undo', [journal])
    const { results } = await this.apply(again.stdout)
    this.#t.strictSame(
      outcomes(results).filter((one) => one !== 'skipped already'),
      [],
      'a second undo has nothing to do',
    )
  }

  /** What was in the pool is in the pool, what was on the disks is on the disks; no temporary name. */
  judge(): void {
    const now = this.#look()
    const lost = [...this.#contents].filter((content) => !now.has(content))
    this.#t.strictSame(lost, [], 'no content is lost')
    this.#t.strictSame([...view(this.pool.at)], [...this.#view], 'the pool shows what it did')
    const left = this.pool.names().filter((name) => /\.dd-\w+-\d+a?~$/.test(name))
    this.#t.strictSame(left, [], 'no temporary name is left')
  }
}
