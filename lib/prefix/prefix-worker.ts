// A thread of dd-prefix: tasks in, replies out, in order. See lib/thread/crew.ts.
import { parentPort, workerData } from 'node:worker_threads'
import { worker, type Task } from './work.js'

const work = worker(workerData)
parentPort?.on('message', (task: Task) => parentPort?.postMessage(work(task)))
