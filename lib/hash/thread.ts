import { Worker } from 'node:worker_threads'
import type { Asked } from '../digest/read-digest.js'
import { packJobs } from './job.js'
import type { Batch } from './lanes.js'

/** A thread that reads the batches it is given, one after the other. */
export type Thread = {
  /** What it has not finished. */
  readonly batches: readonly Batch[]
  readonly run: (batch: Batch) => void
  /** End it, whatever it is at. */
  readonly close: () => void
}

export type Handlers = {
  /** The packed outcomes of a batch. */
  readonly done: (batch: Batch, outcomes: string) => void
  /** The thread has died. */
  readonly failed: (error: Error) => void
}

export function startThread(asked: Asked, { done, failed }: Handlers): Thread {
  const batches: Batch[] = []
  const worker = new Worker(new URL('./hash-worker.js', import.meta.url), {
    workerData: asked,
    resourceLimits: { maxYoungGenerationSizeMb: 2 }, // what it makes is short-lived
    execArgv: [], // what the main thread was loaded with is not for this one
  })
  worker.on('message', (outcomes: string) => done(batches.shift()!, outcomes))
  worker.on('error', failed)
  return {
    batches,
    run: (batch) => {
      batches.push(batch)
      worker.postMessage(packJobs(batch.jobs))
    },
    close: () => void worker.terminate(),
  }
}
