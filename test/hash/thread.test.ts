import { createHash } from 'node:crypto'
import { join } from 'node:path'
import t from 'tap'
import type { Asked } from '../../lib/digest/read-digest.js'
import { packJob, unpackOutcomes } from '../../lib/hash/job.js'
import { Lanes, type Batch } from '../../lib/hash/lanes.js'
import { startThread, type Thread } from '../../lib/hash/thread.js'
import { listed } from '../helper/listed.js'

const md5 = (text: string) => createHash('md5').update(text).digest('hex')

t.test('batches come back in turn, each with its outcomes', async (t) => {
  const dir = t.testdir({ a: 'aaa', b: 'bbb' })
  const lane = new Lanes(1).of(listed(dir))
  const batch = (names: string[]): Batch => ({
    lane,
    jobs: names.map((name) => packJob(listed(join(dir, name)))),
    requests: [],
    bytes: 0,
  })
  const [one, two] = [batch(['a', 'b']), batch(['b'])]
  const came: [Batch, unknown][] = []
  await new Promise<void>((resolve, reject) => {
    const thread: Thread = startThread(
      { algo: 'md5', headBytes: 2 },
      {
        done: (batch, outcomes) => {
          came.push([batch, unpackOutcomes(outcomes)])
          if (came.length < 2) return void t.strictSame(thread.batches, [two])
          thread.close()
          resolve()
        },
        failed: reject,
      },
    )
    for (const batch of [one, two]) thread.run(batch)
    t.strictSame(thread.batches, [one, two])
  })
  t.equal(came[0]![0], one)
  t.equal(came[1]![0], two)
  t.strictSame([came[0]![1], came[1]![1]], [[md5('aa'), md5('bb')], [md5('bb')]])
})

t.test('a thread that dies says so', async (t) => {
  const lane = new Lanes(1).of(listed('/'))
  const error = await new Promise((resolve, reject) => {
    const asked: Asked = { algo: 'md5', headBytes: undefined }
    const thread = startThread(asked, { done: reject, failed: resolve })
    thread.run({ lane, jobs: ['no job'], requests: [], bytes: 0 })
  })
  t.type(error, Error)
})
