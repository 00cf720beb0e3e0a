// Every record through a reader that is not ours.
import ndjson from 'ndjson'
import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import t from 'tap'
import { pathFields } from '../../lib/record/path.js'
import { writeRecords } from '../../lib/stream/write-lines.js'
import { file } from '../helper/records.js'

const names = [
  '/a',
  '/new\nline',
  '/\r\u2028\u2029\u0085',
  '/"quoted\\',
  '/\u{1f600}',
  '/\x1b[31m\x7f',
  '/\ufffd',
].map((name) => pathFields(Buffer.from(name)))
const bytes = pathFields(Buffer.from('/f\xff\xfe', 'latin1'))

function fileAt(path: object) {
  const { path: _, ...rest } = file('/')
  return { ...rest, ...path }
}

const [one, two] = [file('/one'), file('/two')]
const error = { code: 'changed', message: 'the file changed' }

// prettier-ignore
const records: { readonly [type: string]: object[] } = {
  file:    [...names, bytes].map(fileAt),
  group:   [{ type: 'group', size: 4096, hash: 'ab', algo: 'blake3', files: [one, fileAt(bytes)] }],
  partial: [{ type: 'partial', file: one, of: two, bytes: 4096, confidence: 'low', hints: ['é'], copies: [two, fileAt(bytes)] }],
  empty:   [{ type: 'empty', file: file('/e', { size: 0 }) }],
  step:    [{ type: 'step', id: 'x', op: 'move', why: 'undo', file: one, to64: 'L/8=', frees: 0 }],
  result:  [{ type: 'result', id: 'x', op: 'copy', ...bytes, status: 'failed', freed: 0, error }],
}

for (const [type, all] of Object.entries(records))
  t.test(type, async (t) => {
    const through = new PassThrough()
    const reader = through.pipe(ndjson.parse({ strict: true }))
    const read: object[] = []
    reader.on('data', (record) => read.push(record))
    await writeRecords([all], through)
    through.end()
    await once(reader, 'end')
    t.strictSame(read, all)
  })
