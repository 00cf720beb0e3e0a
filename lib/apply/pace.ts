import { Refusal } from './refusal.js'

/**
 * Lets signals in. A loop of synchronous calls would swallow them, so long work breathes now and
 * then; what it does when it has been asked to stop is its own decision.
 */
export class Pace {
  readonly #now: () => number
  #last: number
  #stop = false

  /** @param now the time in milliseconds, from any start */
  constructor(now = () => performance.now()) {
    this.#now = now
    this.#last = now()
  }

  /** Somebody asked the run to end. */
  get stopped(): boolean {
    return this.#stop
  }

  stop(): void {
    this.#stop = true
  }

  /** Gives way to the event loop if that has not happened for a while. */
  async rest(): Promise<void> {
    if (this.#now() - this.#last < BREATH_MS) return
    await new Promise((resolve) => setImmediate(resolve))
    this.#last = this.#now()
  }

  /** The same inside a step. @throws {Refusal} `interrupted`: give up what can be given up */
  async breathe(): Promise<void> {
    await this.rest()
    if (this.#stop) throw new Refusal('interrupted', 'interrupted before it was done')
  }
}

const BREATH_MS = 50
