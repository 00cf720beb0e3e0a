import t from 'tap'
import { packedLines } from '../../lib/prefix/packed-lines.js'
import { STATE } from '../../lib/prefix/look-block.js'
import { worker, type Reply } from '../../lib/prefix/work.js'
import { CountedReads } from '../helper/counted-reads.js'
import { lines } from '../helper/listed.js'
import { remembered, WORK } from '../helper/remembered.js'

const fs = new CountedReads([
  ['/a', Buffer.from('abc\n')],
  ['/b', Buffer.from('abc\n')],
])
const text = lines(fs.records())
const work = worker(WORK, fs)
const both = {
  lines: packedLines([0, 1], remembered(fs.records(), fs)),
  lengths: Float64Array.of(4, 4),
  ends: Uint32Array.of(2),
  isSlow: false,
}

/** What comes out, as it would in another thread. */
const sent = (task: object) =>
  structuredClone(work(structuredClone(task) as Parameters<typeof work>[0])) as Reply

for (const [name, run] of [
  ['here', work],
  ['in another thread', sent],
] as const)
  t.test(name, async (t) => {
    const block = { bytes: Buffer.from(text), firstLine: 1 }
    t.match(run({ look: block, canWait: true }), {
      looked: { files: 2, state: Uint8Array.of(STATE.read, STATE.read) },
    })
    t.match(run({ clusters: both }), {
      resolved: { relations: { twin: Int32Array.of(-1, 0) }, failures: [], long: [] },
    })
    const range = { lines: both.lines, from: 0, to: 4 }
    t.strictSame(run({ range }), {
      compared: { isEqual: true, isZero: false, isText: true, failures: [] },
    })
  })

t.test('a file may wait or not', async (t) => {
  const linked = lines(fs.records().map((record) => ({ ...record, nlink: 2 })))
  const look = { bytes: Buffer.from(linked), firstLine: 1 }
  for (const [canWait, state] of [
    [true, STATE.waits],
    [false, STATE.read],
  ] as const)
    t.match(work({ look, canWait }), { looked: { state: Uint8Array.of(state, state) } })
})

t.test('a bad line is a reply, since an error would lose its class on the way', async (t) => {
  const look = { bytes: Buffer.from(`${text}{}\n`), firstLine: 5 }
  t.match(work({ look, canWait: true }), { bad: { line: 7, reason: /"type"/ } })
})

t.test('any other error is thrown', async (t) => {
  const closeSync = () => {
    throw new Error('boom')
  }
  const broken = worker(WORK, { ...fs, closeSync })
  t.throws(() => broken({ clusters: both }), { message: 'boom' })
})

t.test('the settings are heeded', async (t) => {
  const zeros = new CountedReads([['/a', Buffer.from('abc\0\0')]])
  const look = { bytes: Buffer.from(lines(zeros.records())), firstLine: 1 }
  const trimmed = worker({ ...WORK, trimsZeros: true }, zeros)({ look, canWait: true })
  t.match(trimmed, { looked: { length: Float64Array.of(3) } })
  const waits = worker({ ...WORK, reads: false }, zeros)({ look, canWait: true })
  t.match(waits, { looked: { state: Uint8Array.of(STATE.waits) } })
  const long = worker({ ...WORK, longBytes: 3 }, fs)({ clusters: both })
  t.match(long, { resolved: { long: [{ at: 0, pair: [{ file: 0 }, { file: 1 }] }] } })
})
