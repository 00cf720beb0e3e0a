import { setImmediate as turn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'

/** Milliseconds of work here before a thread is started, unless another number is given. */
const START_MS = 4

export type CrewSettings<Task, Reply> = {
  /** The module that a thread runs: see `serve`. */
  readonly module: URL
  /** Given to each thread when it starts. */
  readonly data: unknown
  /** Threads at most, this one among them. */
  readonly threads: number
  /** Others that can be started at all; any number, if absent. With none, all is done in this one. */
  readonly others?: number
  /** Makes what does a task in this thread. */
  readonly here: () => (task: Task) => Reply
  /** What can be done in so many milliseconds is done here: a thread takes time to start, and a core's to warm up. */
  readonly startMs?: number
  /** The time in nanoseconds, from any start; the system's, if absent. */
  readonly clock?: () => bigint
}

type Thread<Reply> = {
  readonly worker: Worker
  /** It has started, and can take a task at once. */
  isOnline: boolean
  hasAnswered: boolean
  /** Who waits for the tasks it has, in their order. */
  readonly waiting: { done: (reply: Reply) => void; failed: (error: Error) => void }[]
  died?: Error | undefined
}

function send<Reply>({ waiting, worker }: Thread<Reply>, task: unknown): Promise<Reply> {
  return new Promise((done, failed) => {
    worker.postMessage(task) // one that cannot be sent throws, and nobody waits for it
    waiting.push({ done, failed })
  })
}

/**
 * End a thread, whatever it is at: but koffi ends the whole process where a thread is ended while it loads
 * it, as the first task of a thread may do. So one that has answered none yet has time until then, and the
 * process need not wait for it.
 */
function end<Reply>({ worker, hasAnswered }: Thread<Reply>): void {
  if (hasAnswered) return void worker.terminate()
  worker.unref()
  worker.once('message', () => void worker.terminate())
}

/** Tasks that lie ready for a thread, with the one it is at. */
const MOST_WAITING = 3

/**
 * Does tasks on several threads. This one does its share: whenever the others have enough to do. They
 * are started only when there is work for them.
 */
export class Crew<Task, Reply> {
  readonly #settings: CrewSettings<Task, Reply>
  readonly #clock: () => bigint
  readonly #threads: Thread<Reply>[] = []
  #doHere: ((task: Task) => Reply) | undefined
  #nsHere = 0n
  #most: number
  readonly #startNs: bigint
  readonly #others: number

  constructor(settings: CrewSettings<Task, Reply>) {
    this.#settings = settings
    this.#clock = settings.clock ?? process.hrtime.bigint
    this.#startNs = BigInt(settings.startMs ?? START_MS) * 1_000_000n
    this.#others = settings.others ?? Infinity
    this.#most = Math.min(settings.threads, this.#others + 1)
  }

  /** Start a thread at once, so that it is ready when input comes that this one has to wait for anyway. */
  warmUp(): void {
    if (this.#most > 1) this.#start()
  }

  /** How many work, this one among them. */
  get threads(): number {
    return this.#most
  }

  /** Let so many work from now on, if that is more: who waits for disks needs no core meanwhile. */
  widen(threads: number): void {
    this.#most = Math.max(this.#most, Math.min(threads, this.#others + 1))
  }

  /**
   * Tasks that may be under way, so that no thread has to wait for the next. Of this one's own there is
   * one at a time: while it is at it, it hears of no other that is done.
   */
  get limit(): number {
    return MOST_WAITING * (this.#most - 1) + 1
  }

  /** @throws {Error} a thread has died; whatever the task throws here */
  async run(task: Task): Promise<Reply> {
    if (this.#nsHere >= this.#startNs && this.#threads.length < this.#most - 1) this.#start()
    await turn() // else nothing would be heard: what the others say, a signal, the clock
    this.#checkAlive()
    const thread = this.#leastBusy()
    return thread === undefined ? this.#runHere(task) : send(thread, task)
  }

  /**
   * The same for a task that may take long, on any number of other threads: this one stays free to
   * hear signals and to draw. Where none can be started, it is this one that does it.
   */
  async runElsewhere(task: Task): Promise<Reply> {
    if (this.#others === 0) return this.run(task)
    this.#checkAlive()
    const idle = this.#threads.find(({ waiting }) => waiting.length === 0)
    const most = Math.min(this.#most, this.#others)
    if (idle === undefined && this.#threads.length < most) this.#start()
    const [first, ...others] = this.#threads
    const busy = (a: Thread<Reply>, b: Thread<Reply>) =>
      b.waiting.length < a.waiting.length ? b : a
    return send(others.reduce(busy, first!), task)
  }

  /** End the threads, whatever they are at. Who waits for a reply does not get one. */
  close(): void {
    for (const thread of this.#threads) {
      thread.waiting.length = 0
      end(thread)
    }
  }

  /** @throws what a thread has died of: it would never answer */
  #checkAlive(): void {
    for (const { died } of this.#threads) if (died !== undefined) throw died
  }

  #runHere(task: Task): Reply {
    const start = this.#clock()
    this.#doHere ??= this.#settings.here()
    const reply = this.#doHere(task)
    this.#nsHere += this.#clock() - start
    return reply
  }

  /** One that can take a task; undefined: all have enough. */
  #leastBusy(): Thread<Reply> | undefined {
    const free = ({ isOnline, waiting }: Thread<Reply>) => isOnline && waiting.length < MOST_WAITING
    return this.#threads
      .filter(free)
      .reduce<Thread<Reply> | undefined>(
        (a, b) => (a === undefined || b.waiting.length < a.waiting.length ? b : a),
        undefined,
      )
  }

  #start(): void {
    const { module, data } = this.#settings
    const worker = new Worker(module, {
      workerData: data,
      resourceLimits: { maxYoungGenerationSizeMb: 16 }, // what it makes is short-lived
      execArgv: [], // what the main thread was loaded with is not for this one
    })
    const thread: Thread<Reply> = { worker, isOnline: false, hasAnswered: false, waiting: [] }
    worker.on('online', () => {
      thread.isOnline = true
    })
    worker.on('message', (reply: Reply) => {
      thread.hasAnswered = true
      thread.waiting.shift()?.done(reply)
    })
    const die = (error: Error) => {
      thread.died ??= error
      thread.waiting.splice(0).forEach(({ failed }) => failed(error))
    }
    worker.on('error', die)
    worker.on('exit', () => die(new Error('a thread has ended')))
    this.#threads.push(thread)
  }
}
