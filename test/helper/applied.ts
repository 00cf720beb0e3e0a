// dd-apply as a process, and whether it kept what it must keep.
import type { SpawnOptions } from 'node:child_process'
import { readdirSync } from 'node:fs'
import type { Test } from 'tap'
import type { ResultRecord } from '../../lib/record/result.js'
import type { StepRecord } from '../../lib/record/step.js'
import { records, run, type Ran } from './run.js'
import { lines, Scratch } from './scratch.js'

export type Applied = Ran & { readonly results: readonly ResultRecord[] }

/** Files to act on, and next to them a place for journals. */
export class Stage {
  readonly files: Scratch
  readonly state: Scratch
  /** Where else content may be, as keepers on another disk. */
  readonly elsewhere: Pick<Scratch, 'contents'>[] = []
  readonly #t: Test

  constructor(t: Test, parent?: string) {
    this.#t = t
    this.files = new Scratch(t, parent)
    this.state = new Scratch(t)
  }

  /** A path for a journal. */
  get journal(): string {
    return String(this.state.at('journal.csv'))
  }

  /** The journals that runs have made by themselves. */
  journals(): string[] {
    const dir = `${this.state.root}/dd-tools`
    return readdirSync(dir).map((name) => `${dir}/${name}`)
  }

  get env(): NodeJS.ProcessEnv {
    return { ...process.env, XDG_STATE_HOME: this.state.root }
  }

  /** Run dd-apply; every content that was there must be there afterwards, and no temporary name. */
  async apply(
    input: readonly StepRecord[] | string | Buffer,
    args: readonly string[] = ['--apply'],
    options: SpawnOptions = {},
  ): Promise<Applied> {
    const before = this.files.contents()
    const text = typeof input === 'string' || Buffer.isBuffer(input) ? input : lines(...input)
    const ran = await run('dd-apply', args, text, { env: this.env, ...options })
    this.intact(before)
    return { ...ran, results: records(ran.stdout) }
  }

  /** Undo a run with dd-undo and dd-apply. */
  async undo(journal: string): Promise<Applied> {
    const undo = await run('dd-undo', [journal], '')
    this.#t.equal(undo.status, 0, undo.stderr)
    return this.apply(undo.stdout)
  }

  intact(before: ReadonlySet<string>): void {
    const all = [this.files, ...this.elsewhere].map((place) => place.contents())
    const after = new Set(all.flatMap((contents) => [...contents]))
    const lost = [...before].filter((content) => !after.has(content))
    this.#t.strictSame(lost, [], 'no content is lost')
    const left = this.files.names().filter((name) => /\.dd-\w+-\d+a?~/.test(name))
    this.#t.strictSame(left, [], 'no temporary name is left')
  }
}

/** `status`, or `status code`, of each result. */
export function outcomes(results: readonly ResultRecord[]): string[] {
  return results.map(({ status, error }) => (error ? `${status} ${error.code}` : status))
}
