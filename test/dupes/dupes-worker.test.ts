import { Worker } from 'node:worker_threads'
import t, { type Test } from 'tap'
import { digestHex } from '../../lib/digest/digest.js'
import { STATE } from '../../lib/dupes/digest-column.js'
import { FileTable } from '../../lib/dupes/file-table.js'
import type { FilesMemory } from '../../lib/dupes/shared-files.js'
import { bytesCounted, newReadCount } from '../../lib/dupes/read-count.js'
import type { Reply, Task } from '../../lib/dupes/work.js'
import { Scratch } from '../helper/scratch.js'
import { top } from '../helper/walked.js'

const WORKER = new URL('../../lib/dupes/dupes-worker.js', import.meta.url)

/** A thread, and what it says to tasks. */
function thread(t: Pick<Test, 'teardown'>, walk: object, files: FilesMemory) {
  const bytesRead = newReadCount()
  const worker = new Worker(WORKER, {
    workerData: { walk, algo: 'sha1', files, bytesRead },
    execArgv: [],
  })
  t.teardown(() => worker.terminate())
  const answers = (tasks: readonly Task[]) =>
    new Promise<Reply[]>((resolve, reject) => {
      const replies: Reply[] = []
      worker.once('error', reject)
      worker.on(
        'message',
        (reply) => void (replies.push(reply) === tasks.length && resolve(replies)),
      )
      for (const task of tasks) worker.postMessage(task)
    })
  return { answers, bytes: () => bytesCounted(bytesRead) }
}

const CONTENT = Buffer.alloc(70_000, 'content')

t.test('tasks of all kinds are answered in order', async (t) => {
  const scratch = new Scratch(t)
  for (const name of ['a', 'b', 'c\xff']) scratch.write(name, CONTENT)
  scratch.write('out', 'x')
  const table = new FileTable()
  const { answers, bytes } = thread(t, { exclude: ['out'] }, table.memory)
  const walk = [{ dir: top(scratch.root), names: undefined }]
  const [walked] = await answers([{ walk, names: 100 }])
  if (!walked || !('walked' in walked)) throw new Error('another reply')
  for (const columns of walked.walked.found) table.add(columns)
  t.equal(table.count, 3, 'the rules of the walk are heeded')
  const files = Uint32Array.of(0, 1, 2)
  scratch.remove('b')
  const replies = await answers([
    { files, act: 'sample' },
    { files, act: 'digest' },
    { classes: files, ends: [{ end: 3, mayBeAlone: true }] },
    { walk, names: 1 },
  ])
  const { sampled, proven, failed } = STATE
  const failures = [{ place: 1, code: 'ENOENT' }]
  const hex = digestHex('sha1', CONTENT).repeat(2)
  t.match(replies, [
    { digests: { states: Uint8Array.of(sampled, failed, sampled), failures } },
    { digests: { states: Uint8Array.of(proven, failed, proven), hex, failures } },
    { digests: { states: Uint8Array.of(proven, failed, proven), hex, failures } },
    { walked: { left: [{}], faults: [] } },
  ])
  t.ok(bytes() > 2 * CONTENT.length, 'it counts what it reads where all can see it')
})
