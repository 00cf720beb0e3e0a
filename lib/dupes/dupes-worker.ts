// A thread of dd-dupes: tasks in, replies out, in order. See lib/thread/crew.ts.
import { parentPort, workerData } from 'node:worker_threads'
import { walkRules } from '../walk/rules.js'
import { worker, type Task } from './work.js'

const work = walkRules(workerData.walk).then((rules) => worker(workerData, rules))
parentPort?.on('message', async (task: Task) => parentPort?.postMessage((await work)(task)))
