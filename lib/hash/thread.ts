import { Worker } from 'node:worker_threads'
import type { Asked } from './asked.js'
import type { Batch } from './lanes.js'

type Handlers = {
  readonly done: (batch: Batch, outcomes: string) => void
  readonly failed: (error: Error) => void
}

/** A thread that reads the batches it is given, one after the other. */
export class Thread {
  readonly #worker: Worker
  /** What it has not finished. */
  readonly batches: Batch[] = []

  constructor(asked: Asked, { done, failed }: Handlers) {
    this.#worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: asked })
    this.#worker.on('message', (outcomes: string) => done(this.batches.shift()!, outcomes))
    this.#worker.on('error', failed)
  }

  run(batch: Batch, packed: string): void {
    this.batches.push(batch)
    this.#worker.postMessage(packed)
  }

  close(): void {
    void this.#worker.terminate()
  }
}
