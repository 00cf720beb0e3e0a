import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Asked } from '../../lib/digest/read-digest.js'
import { Bell } from '../../lib/hash/bell.js'
import type { Disk } from '../../lib/fs/disk-of.js'
import { packOutcomes, type Outcome } from '../../lib/hash/job.js'
import { Lanes, type Batch } from '../../lib/hash/lanes.js'
import { Readers } from '../../lib/hash/readers.js'
import type { Handlers, startThread } from '../../lib/hash/thread.js'
import { file } from '../helper/records.js'
import { listed } from '../helper/listed.js'

const whole: Asked = { algo: 'sha1', headBytes: undefined }
const GIB = 2 ** 30
const rotational = (name: string): Disk => ({ name, isRotational: true })
const disks: { readonly [dev: string]: Disk } = { 8: rotational('sda'), 9: rotational('sdb') }

/** Readers with threads that finish a batch when they are told to. */
class Scene {
  readonly threads: { readonly batches: Batch[]; readonly handlers: Handlers; closed: boolean }[] =
    []
  readonly got: string[] = []
  readonly readers: Readers

  constructor(threads: number | undefined, asked = whole, others = Infinity) {
    const lanes = new Lanes(threads, (dev) => disks[dev])
    const start: typeof startThread = (_, handlers) => {
      const thread = { batches: [] as Batch[], handlers, closed: false }
      this.threads.push(thread)
      return {
        batches: thread.batches,
        run: (batch) => thread.batches.push(batch),
        close: () => void (thread.closed = true),
      }
    }
    this.readers = new Readers(asked, lanes, new Bell(), start, () => ({ others, files: 1 }))
  }

  read(count: number, size: number, dev = '1'): void {
    for (let i = 0; i < count; i++) {
      const record = file('/x', { size, dev })
      this.readers.read(record, { done: (outcome: Outcome) => this.got.push(String(outcome)) })
    }
  }

  /** What each thread has before it: files of each batch. */
  get load(): string {
    return this.threads
      .map(({ batches }) => batches.map(({ requests }) => requests.length).join('+'))
      .join(' ')
  }

  finish(thread: number): void {
    const { batches, handlers } = this.threads[thread]!
    const batch = batches.shift()!
    handlers.done(batch, packOutcomes(batch.requests.map(() => 'ab')))
  }
}

type Case = [
  name: string,
  threads: number | undefined,
  read: [count: number, size: number, dev?: string][],
  want: string,
]

// prettier-ignore
const cases: Case[] = [
  // name                                       threads    read                           batches of each thread
  ['six large files are shared out',            2,         [[6, GIB]],                    '1 1'],
  ['a large file takes one thread',             4,         [[1, GIB]],                    '1'],
  ['many small ones go by some hundreds',       2,         [[1, GIB], [512, 1]],          '1 256+256'],
  ['each thread has one batch ahead, no more',  2,         [[1, GIB], [2048, 1]],         '1 256+256'],
  ['files of a mebibyte go by eights',          2,         [[1, GIB], [16, 2 ** 20]],     '1 8'],
  ['one thread, if the user says so',           1,         [[3, GIB]],                    '1'],
  ['one for each disk with a head',             undefined, [[3, GIB, '8'], [3, GIB, '9']], '1 1'],
  ['none is ahead on such a disk',              undefined, [[1, GIB, '9'], [512, 1, '8']], '1 256'],
  ['a large file does not wait behind others',  2,         [[1, GIB], [256, 1], [1, GIB]], '1 256'],
]

for (const [name, threads, read, want] of cases)
  t.test(name, async (t) => {
    const scene = new Scene(threads)
    for (const [count, size, dev] of read) scene.read(count, size, dev)
    t.equal(scene.load, want)
  })

t.test('a head counts for what is read of it', async (t) => {
  const scene = new Scene(2, { algo: 'sha1', headBytes: 16384 })
  scene.read(3, GIB)
  scene.readers.sendOpen()
  t.equal(scene.load, '', 'too little for a thread')
})

t.test('a batch that is not full goes as soon as a thread is idle', async (t) => {
  const scene = new Scene(2)
  scene.read(1, GIB)
  scene.read(10, 1)
  t.equal(scene.load, '1')
  scene.readers.sendOpen()
  t.equal(scene.load, '1 10')
  scene.read(5, 1)
  scene.readers.sendOpen()
  t.equal(scene.load, '1 10', 'both are busy: it may still grow')
  scene.read(5, 1)
  scene.finish(1)
  scene.readers.sendOpen()
  t.equal(scene.load, '1 10')
  t.equal(scene.got.length, 10)
})

t.test('every file has its outcome, whatever the order', async (t) => {
  const scene = new Scene(3)
  scene.read(7, GIB)
  scene.read(700, 1)
  scene.readers.sendOpen()
  for (let turn = 0; scene.got.length < 707; turn++) {
    t.ok(turn < 100, 'it comes to an end')
    scene.threads.forEach((thread, i) => thread.batches.length > 0 && scene.finish(i))
    scene.readers.sendOpen()
  }
  t.equal(scene.threads.length, 3)
})

t.test('a thread that dies ends it', async (t) => {
  const scene = new Scene(1)
  scene.read(1, GIB)
  scene.threads[0]!.handlers.failed(new Error('out of memory'))
  t.throws(() => scene.readers.sendOpen(), { message: 'out of memory' })
  scene.readers.close()
  t.ok(scene.threads[0]!.closed)
})

t.test('what is little is read here, without a thread', async (t) => {
  const path = join(t.testdir({ f: 'content' }), 'f')
  const scene = new Scene(2)
  const got: Outcome[] = []
  for (let i = 0; i < 3; i++)
    scene.readers.read(listed(path), { done: (outcome) => got.push(outcome) })
  t.strictSame(got, [], 'not before it is asked to')
  scene.readers.sendOpen()
  const hex = createHash('sha1').update('content').digest('hex')
  t.strictSame(got, [hex, hex, hex])
  t.equal(scene.threads.length, 0)
})

// prettier-ignore
const rooms: [others: number, threads: number, heavy: number][] = [
  [Infinity, 3, 3],
  [2,        3, 2],
  [1,        3, 1],
]

for (const [others, threads, want] of rooms)
  t.test(`${threads} threads of which ${others} can be started`, async (t) => {
    const scene = new Scene(threads, whole, others)
    scene.read(6, GIB)
    t.equal(scene.threads.length, want)
    for (let left = 6; left > 0;)
      for (const [i, { batches }] of scene.threads.entries())
        if (batches.length > 0) {
          scene.finish(i)
          left--
        }
    t.equal(scene.got.length, 6)
  })

t.test('where no thread can be started all is read here', async (t) => {
  const scene = new Scene(3, whole, 0)
  scene.read(2, GIB)
  t.match(scene.got, Array(2).fill(/object/), 'there is no such file')
  t.equal(scene.threads.length, 0)
})

t.test('what is asked for while an outcome comes is not lost', async (t) => {
  const dir = t.testdir()
  writeFileSync(join(dir, 'f'), 'x')
  const record = listed(join(dir, 'f'))
  const scene = new Scene(2)
  let done = 0
  const again = () => {
    if (++done < 5) scene.readers.read(record, { done: again })
  }
  scene.readers.read(record, { done: again })
  scene.readers.sendOpen()
  t.equal(done, 5)
})
