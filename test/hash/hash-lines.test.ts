import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Asked } from '../../lib/digest/read-digest.js'
import { hashLines } from '../../lib/hash/hash-lines.js'
import type { Fault } from '../../lib/record/fault.js'
import type { FileRecord } from '../../lib/record/file.js'
import { BadLine } from '../../lib/stream/read-blocks.js'
import { lines, listed } from '../helper/listed.js'

const whole: Asked = { algo: 'md5', headBytes: undefined }
const md5 = (text: string | Buffer) => createHash('md5').update(text).digest('hex')

async function* inPieces(text: string, bytes: number): AsyncGenerator<Buffer> {
  const all = Buffer.from(text)
  for (let at = 0; at < all.length; at += bytes) yield all.subarray(at, at + bytes)
}

type Ran = { records: FileRecord[]; faults: Fault[]; error: unknown; done: number }

async function hash(input: AsyncIterable<Buffer>, asked = whole, threads = 2): Promise<Ran> {
  const ran: Ran = { records: [], faults: [], error: undefined, done: 0 }
  const settings = {
    asked,
    readNs: '123',
    threads,
    fault: (fault: Fault) => ran.faults.push(fault),
    tick: (count: number) => (ran.done += count),
  }
  try {
    for await (const batch of hashLines(input, settings))
      ran.records.push(...batch.map((line) => JSON.parse(line)))
  } catch (error) {
    ran.error = error
  }
  return ran
}

/** Files of many sizes, some over what one batch takes, so that threads are at work. */
function makeFiles(dir: string, count: number): FileRecord[] {
  return Array.from({ length: count }, (_, i) => {
    const path = join(dir, String(i))
    writeFileSync(path, Buffer.alloc(i % 250 === 50 ? 9_000_000 : i * 7, i))
    return listed(path)
  })
}

for (const threads of [1, 2, 5])
  t.test(
    `400 files, ${threads} threads: each has its digest, in the order of the input`,
    async (t) => {
      const records = makeFiles(t.testdir(), 400)
      const ran = await hash(inPieces(lines(records), 20_000), whole, threads)
      t.equal(ran.error, undefined)
      t.strictSame(
        ran.records.map(({ path }) => path),
        records.map(({ path }) => path),
      )
      const wrong = ran.records.filter(({ size, hash }, i) => hash !== md5(Buffer.alloc(size, i)))
      t.strictSame(wrong, [])
      t.ok(ran.records.every(({ readNs }) => readNs === '123'))
      t.equal(ran.done, 400)
    },
  )

t.test('whatever the pieces that the input comes in', async (t) => {
  const records = makeFiles(t.testdir(), 3)
  for (const bytes of [1, 7, 100, 1000]) {
    const ran = await hash(inPieces(lines(records), bytes))
    t.strictSame(
      ran.records.map(({ hash }) => hash),
      records.map(({ size }, i) => md5(Buffer.alloc(size, i))),
    )
  }
})

t.test('no input, no output', async (t) => {
  t.match(await hash(inPieces('', 1)), { records: [], error: undefined })
})

t.test('a record comes out as soon as it can, though the input goes on', async (t) => {
  const [record] = makeFiles(t.testdir(), 1)
  let end = () => {}
  async function* slow(): AsyncGenerator<Buffer> {
    yield Buffer.from(lines([record!]))
    await new Promise<void>((resolve) => (end = resolve))
  }
  const settings = { asked: whole, readNs: '123', threads: 1, fault: () => {}, tick: () => {} }
  const output = hashLines(slow(), settings)
  const { value } = await output.next()
  t.equal(value!.length, 1)
  end()
  t.strictSame(await output.next(), { done: true, value: undefined })
})

t.test('the lines before a bad one come, then the error', async (t) => {
  const records = makeFiles(t.testdir(), 100)
  const ran = await hash(inPieces(`${lines(records)}{"type":"file"}\n${lines(records)}`, 9000))
  t.equal(ran.records.length, 100)
  t.type(ran.error, BadLine)
  t.match(ran.error, { line: 101 })
})

t.test('a reader that leaves ends it, though the input waits', async (t) => {
  const records = makeFiles(t.testdir(), 60)
  async function* endless(): AsyncGenerator<Buffer> {
    yield Buffer.from(lines(records))
    await new Promise(() => {})
  }
  const settings = { asked: whole, readNs: '123', threads: 2, fault: () => {}, tick: () => {} }
  for await (const batch of hashLines(endless(), settings)) {
    t.ok(batch.length > 0)
    break
  }
})
