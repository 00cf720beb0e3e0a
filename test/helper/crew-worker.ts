// A thread for tests of Crew: what a task says is done.
import { parentPort, threadId, workerData } from 'node:worker_threads'

export type CrewTask =
  | { readonly say: string }
  | { readonly spin: number; readonly say: string }
  | { readonly fail: string }
  | { readonly end: number }

parentPort?.on('message', (task: CrewTask) => {
  if ('fail' in task) throw new Error(task.fail)
  if ('end' in task) process.exit(task.end)
  if ('spin' in task) for (const end = performance.now() + task.spin; performance.now() < end;);
  parentPort?.postMessage(`${workerData}: ${task.say} in ${threadId}`)
})
