// A thread that loads koffi for its first task, as a thread of dd-dupes does, and says how far it is.
import { parentPort, workerData } from 'node:worker_threads'
import { openLibc, type Koffi } from '../../lib/fs/native/libc.js'
import { requireOwn } from '../../lib/fs/own-packages.js'

/** Functions that are bound: so many that the thread is still at it when it is ended. */
const MANY = 5000

export const [LOADING, LOADED] = [1, 2]

parentPort?.on('message', () => {
  const state = new Int32Array(workerData)
  const { func } = openLibc(requireOwn('koffi') as Koffi)
  Atomics.store(state, 0, LOADING)
  for (let i = 0; i < MANY; i++) func('int close(int)')
  Atomics.store(state, 0, LOADED)
  parentPort?.postMessage('loaded')
})
