import { Writable } from 'node:stream'
import t from 'tap'
import { LineWriter, writeAll, writeRecords } from '../../lib/stream/write-lines.js'
import { errno } from '../helper/apply-run.js'

/** A stream that takes its time, and keeps what it was given. */
function slow(fail?: NodeJS.ErrnoException) {
  const writes: string[] = []
  const out = new Writable({
    write(chunk, _, done) {
      writes.push(chunk.toString())
      setImmediate(() => done(fail))
    },
  })
  return { out, writes }
}

t.test('lines gather until they are worth a write', async (t) => {
  const { out, writes } = slow()
  const writer = new LineWriter(out)
  t.equal(writer.add('a'), false)
  t.equal(writer.add('b'.repeat(70_000)), true)
  t.strictSame(writes, [], 'nothing yet')
  await writer.flush()
  await writer.flush()
  t.strictSame(writes, [`a\n${'b'.repeat(70_000)}\n`], 'one write, and none for nothing')
})

t.test('records are lines, also the last one', async (t) => {
  const { out, writes } = slow()
  await writeRecords([[{ a: 1 }, { b: '\n' }], [], [{ c: 2 }]], out)
  t.strictSame(writes, ['{"a":1}\n{"b":"\\n"}\n{"c":2}\n'])
})

t.test('no record, no byte', async (t) => {
  const { out, writes } = slow()
  await writeRecords([], out)
  t.strictSame(writes, [])
})

t.test('it waits for a slow reader', async (t) => {
  const { out, writes } = slow()
  let made = 0
  async function* many() {
    for (; made < 100; made++) yield [{ text: 'x'.repeat(40_000), waiting: writes.length }]
  }
  await writeRecords(many(), out)
  t.equal(made, 100)
  t.equal(writes.length, 50, 'two records a write')
  const written = JSON.parse(writes.at(-1)!.split('\n')[0]!)
  t.equal(written.waiting, 49, 'the last were made after all before them were taken')
})

for (const code of ['EPIPE', 'ENOSPC', 'EIO'])
  t.test(`${code} of a stream`, async (t) => {
    const { out } = slow(errno(code))
    out.on('error', () => {})
    await t.rejects(writeAll(out, 'x'), { code })
    await t.rejects(writeRecords([[{}]], slow(errno(code)).out), { code })
  })

t.test('a stream that broke stays broken', async (t) => {
  const { out } = slow(errno('EPIPE'))
  const writer = new LineWriter(out)
  writer.add('a')
  await t.rejects(writer.flush(), { code: 'EPIPE' })
  await new Promise(setImmediate)
  await t.rejects(writer.flush(), { code: 'EPIPE' }, 'also with nothing more to write')
})
