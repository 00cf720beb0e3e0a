// A command of ours while it runs: what it has said and read so far, and how it ends.
import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { BIN } from './run.js'

export type Ended = {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export class Running {
  readonly #child: ChildProcess
  readonly #ended: Promise<Ended>
  #stdout = ''
  #stderr = ''

  /**
   * @param input what comes on standard input without an end; undefined: nothing comes
   * @param before a program that runs it, and its flags
   */
  constructor(
    name: string,
    args: readonly string[],
    { cwd, input, before = [] }: { cwd: string; input?: string; before?: readonly string[] },
  ) {
    // tap would load itself into every process, and answer signals.
    const node = ['env', '-u', 'NODE_OPTIONS', process.execPath, join(BIN, `${name}.js`)]
    const [program, ...rest] = [...before, ...node, ...args]
    const child = spawn(program!, rest, { cwd })
    child.stdout.on('data', (some) => (this.#stdout += some))
    child.stderr.on('data', (some) => (this.#stderr += some))
    if (input === undefined) child.stdin.end()
    else child.stdin.write(input)
    this.#child = child
    this.#ended = new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (status, signal) =>
        resolve({ status, signal, stdout: this.#stdout, stderr: this.#stderr }),
      )
    })
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Until it has said this on stderr. */
  async says(text: string): Promise<void> {
    await this.until(() => this.#stderr.includes(text) || undefined)
  }

  /** Until it has read so many bytes: Linux only. */
  async reads(bytes: number): Promise<void> {
    await this.until(() => {
      const io = readFileSync(`/proc/${this.#child.pid}/io`, 'latin1')
      return Number(/^rchar: (\d+)/.exec(io)?.[1]) >= bytes || undefined
    })
  }

  /**
   * Look again and again until there is something.
   * @throws {Error} it ends before that
   */
  async until<T>(look: () => T | undefined): Promise<T> {
    for (;;) {
      const seen = look()
      if (seen !== undefined) return seen
      if (!this.isAlive) throw new Error(`it has ended: ${this.#stderr}`)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  /** Until a signal does to it what it always did: it may not be SIGINT or SIGTERM, which Node catches. Linux only. */
  async leaves(signal: 'SIGHUP'): Promise<void> {
    const bit = 1n << BigInt(constants.signals[signal] - 1)
    await this.until(() => {
      const status = readFileSync(`/proc/${this.#child.pid}/status`, 'latin1')
      const [, caught = '0'] = /^SigCgt:\s*(\w+)/m.exec(status) ?? []
      return (BigInt(`0x${caught}`) & bit) === 0n || undefined
    })
  }

  /** Nobody reads its standard output until it has ended. */
  holdOutput(): void {
    this.#child.stdout?.pause()
    this.#child.once('exit', () => this.#child.stdout?.resume())
  }

  /** Nothing more comes on standard input. */
  closeInput(): void {
    this.#child.stdin?.end()
  }

  /** Send signals, all before it can answer one of them. */
  kill(...signals: readonly NodeJS.Signals[]): void {
    if (signals.length > 1) this.#child.kill('SIGSTOP')
    for (const signal of signals) this.#child.kill(signal)
    if (signals.length > 1) this.#child.kill('SIGCONT')
  }

  /** Its end. */
  end(): Promise<Ended> {
    return this.#ended
  }
}
