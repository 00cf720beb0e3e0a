import { Writable } from 'node:stream'
import t from 'tap'
import { ByteWriter } from '../../lib/stream/byte-writer.js'
import { Sink } from '../helper/sink.js'

const KiB = 1024

// prettier-ignore
const cases: [what: string, pieces: number[], writes: number[]][] = [
  ['nothing',                       [],                          []],
  ['a little is one write',         [10, 20],                    [30]],
  ['64 KiB are one write',          [32 * KiB, 32 * KiB],        [64 * KiB]],
  ['what does not fit waits',       [40 * KiB, 40 * KiB],        [40 * KiB, 40 * KiB]],
  ['a large piece goes by itself',  [10, 65 * KiB, 10],          [10, 65 * KiB, 10]],
  ['a large piece first',           [200 * KiB, 10],             [200 * KiB, 10]],
  ['empty pieces',                  [0, 10, 0],                  [10]],
]

for (const [what, pieces, writes] of cases)
  t.test(what, async (t) => {
    const sink = new Sink()
    const writer = new ByteWriter(sink)
    const bytes = pieces.map((size, i) => Buffer.alloc(size, `${i}`))
    for (const piece of bytes) await writer.add(piece)
    await writer.flush()
    await writer.flush()
    t.strictSame(
      sink.chunks.map(({ length }) => length),
      writes,
    )
    t.ok(Buffer.concat(sink.chunks).equals(Buffer.concat(bytes)))
  })

t.test('part of a buffer', async (t) => {
  const sink = new Sink()
  const writer = new ByteWriter(sink)
  await writer.add(Buffer.from('abcdef'), 2, 4)
  await writer.flush()
  t.equal(sink.text, 'cd')
})

t.test('there is nothing to wait for until something is written', async (t) => {
  const writer = new ByteWriter(new Sink())
  t.equal(writer.add(Buffer.alloc(60 * KiB)), undefined)
  t.ok(writer.add(Buffer.alloc(60 * KiB)) instanceof Promise)
})

t.test('a failed write is thrown', async (t) => {
  const broken = new Writable({
    write: (_, __, done) => done(Object.assign(new Error('gone'), { code: 'EPIPE' })),
  })
  broken.on('error', () => {})
  const writer = new ByteWriter(broken)
  writer.add(Buffer.from('a'))
  await t.rejects(writer.flush(), { code: 'EPIPE' })
})
