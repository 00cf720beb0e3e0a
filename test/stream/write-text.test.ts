import { Writable } from 'node:stream'
import t from 'tap'
import { writeText } from '../../lib/stream/write-text.js'

/** What is written, piece by piece. */
function sink(fail?: Error) {
  const pieces: string[] = []
  const write = (chunk: Buffer, _: string, done: (error?: Error) => void) => {
    pieces.push(chunk.toString())
    setImmediate(() => done(fail))
  }
  const out = new Writable({ write })
  out.on('error', () => {})
  return { out, pieces }
}

for (const lengths of [[], [0], [1, 2, 3], [65535], [65536], [65537], [200_000, 1], [65000, 600]])
  t.test(`pieces of ${lengths} characters`, async (t) => {
    const pieces = lengths.map((length, i) => `${i}`.repeat(length))
    const { out, pieces: written } = sink()
    await writeText(pieces, out)
    t.equal(written.join(''), pieces.join(''))
    t.notOk(written.includes(''), 'nothing is not written')
  })

t.test('small pieces go together', async (t) => {
  const { out, pieces } = sink()
  await writeText(Array(10_000).fill('x'.repeat(100)), out)
  t.ok(pieces.length < 20, `${pieces.length} writes`)
})

t.test('a reader that left', async (t) => {
  const gone = Object.assign(new Error('gone'), { code: 'EPIPE' })
  await t.rejects(writeText(['x'], sink(gone).out), { code: 'EPIPE' })
})
