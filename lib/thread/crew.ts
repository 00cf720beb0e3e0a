import { Worker } from 'node:worker_threads'

/** A thread takes as long to start. What can be done in that time is done here. */
const START_MS = 20

export type CrewSettings<Task, Reply> = {
  /** The module that a thread runs: see `serve`. */
  readonly module: URL
  /** Given to each thread when it starts. */
  readonly data: unknown
  /** Threads at most. */
  readonly threads: number
  /** Makes what does a task in this thread. */
  readonly here: () => (task: Task) => Reply
}

type Thread<Reply> = {
  readonly worker: Worker
  /** Who waits for the tasks it has, in their order. */
  readonly waiting: { done: (reply: Reply) => void; failed: (error: Error) => void }[]
  died?: Error
}

/** Does tasks on several threads; starts one only when there is work for it. */
export class Crew<Task, Reply> {
  readonly #settings: CrewSettings<Task, Reply>
  readonly #threads: Thread<Reply>[] = []
  #doHere: ((task: Task) => Reply) | undefined
  #msHere = 0

  constructor(settings: CrewSettings<Task, Reply>) {
    this.#settings = settings
  }

  /** Tasks that may be under way, so that no thread has to wait for the next. */
  get limit(): number {
    return 2 * this.#settings.threads
  }

  /** @throws {Error} a thread has died; whatever the task throws here */
  async run(task: Task): Promise<Reply> {
    if (this.#threads.length === 0 && this.#msHere < START_MS) return this.#runHere(task)
    const thread = this.#idle() ?? this.#start() ?? this.#leastBusy()
    if (thread.died !== undefined) throw thread.died // it would never answer
    return new Promise((done, failed) => {
      thread.waiting.push({ done, failed })
      thread.worker.postMessage(task)
    })
  }

  /** End the threads, whatever they are at. Who waits for a reply does not get one. */
  close(): void {
    for (const { worker, waiting } of this.#threads) {
      waiting.length = 0
      void worker.terminate()
    }
  }

  #runHere(task: Task): Reply {
    const start = performance.now()
    this.#doHere ??= this.#settings.here()
    const reply = this.#doHere(task)
    this.#msHere += performance.now() - start
    return reply
  }

  #idle(): Thread<Reply> | undefined {
    return this.#threads.find(({ waiting }) => waiting.length === 0)
  }

  #leastBusy(): Thread<Reply> {
    return this.#threads.reduce((a, b) => (b.waiting.length < a.waiting.length ? b : a))
  }

  #start(): Thread<Reply> | undefined {
    const { module, data, threads } = this.#settings
    if (this.#threads.length === threads) return undefined
    const worker = new Worker(module, {
      workerData: data,
      resourceLimits: { maxYoungGenerationSizeMb: 4 }, // what it makes is short-lived
      execArgv: [], // what the main thread was loaded with is not for this one
    })
    const thread: Thread<Reply> = { worker, waiting: [] }
    worker.on('message', (reply: Reply) => thread.waiting.shift()?.done(reply))
    const die = (error: Error) => {
      thread.died ??= error
      thread.waiting.splice(0).forEach(({ failed }) => failed(error))
    }
    worker.on('error', die)
    worker.on('exit', () => die(new Error('a thread has ended')))
    this.#threads.push(thread)
    return thread
  }
}
