import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import t from 'tap'
import type { Asked } from '../../lib/digest/read-digest.js'
import { packJob, packJobs } from '../../lib/hash/job.js'
import { listed } from '../helper/listed.js'

const WORKER = new URL('../../lib/hash/hash-worker.js', import.meta.url)

t.test('a message of jobs is answered by one of outcomes', async (t) => {
  const dir = t.testdir({ a: 'aaa', b: 'bbb' })
  const asked: Asked = { algo: 'md5', headBytes: 1 }
  const worker = new Worker(WORKER, { workerData: asked, execArgv: [] })
  const answer = (batch: string) =>
    new Promise((resolve) => worker.once('message', resolve).postMessage(batch))
  const [a, b] = ['a', 'b'].map((name) => listed(join(dir, name)))
  const md5 = (text: string) => createHash('md5').update(text).digest('hex')
  t.equal(await answer(packJobs([a!, b!].map(packJob))), `${md5('a')}\0${md5('b')}`)
  t.equal(await answer(packJob(b!)), md5('b'))
  await worker.terminate()
})
