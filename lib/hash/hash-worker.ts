// A reading thread: batches in, outcomes out, in order. See readers.ts.
import { parentPort, workerData } from 'node:worker_threads'
import { batchRunner } from './run-batch.js'

const run = batchRunner(workerData)
parentPort?.on('message', (batch: string) => parentPort?.postMessage(run(batch)))
