import { Worker } from 'node:worker_threads'
import t from 'tap'
import type { Reply, Task } from '../../lib/prefix/work.js'
import { lines } from '../helper/listed.js'
import { WORK } from '../helper/remembered.js'
import { Scratch } from '../helper/scratch.js'

const WORKER = new URL('../../lib/prefix/prefix-worker.js', import.meta.url)

t.test('tasks are answered in order', async (t) => {
  const scratch = new Scratch(t)
  const records = [scratch.write('a', 'same'), scratch.write('b', 'same')]
  const packed = Buffer.from(lines(records))
  const worker = new Worker(WORKER, { workerData: { ...WORK, arenaBytes: 4096 }, execArgv: [] })
  t.teardown(() => worker.terminate())
  const replies: Reply[] = []
  const tasks: Task[] = [
    { look: { bytes: packed, firstLine: 1 }, canWait: false },
    { range: { lines: packed, from: 0, to: 4 } },
    { look: { bytes: Buffer.from('no record\n'), firstLine: 9 }, canWait: false },
    {
      clusters: {
        lines: packed,
        lengths: Float64Array.of(4, 4),
        ends: Uint32Array.of(2),
        isSlow: false,
      },
    },
  ]
  await new Promise<void>((resolve, reject) => {
    worker.on('error', reject)
    worker.on('message', (reply) => void (replies.push(reply) === tasks.length && resolve()))
    for (const task of tasks) worker.postMessage(task)
  })
  t.match(replies, [
    { looked: { files: 2, signatureBytes: Uint8Array.of(4, 4), failures: [] } },
    { compared: { isEqual: true, failures: [] } },
    { bad: { line: 9 } },
    { resolved: { relations: { twin: Int32Array.of(-1, 0) }, failures: [] } },
  ])
})
