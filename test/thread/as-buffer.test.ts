import t from 'tap'
import { asBuffer } from '../../lib/thread/as-buffer.js'

t.test('bare bytes become a Buffer, and stay where they are', async (t) => {
  const all = Uint8Array.from([9, 1, 2, 3, 9])
  const buffer = asBuffer(all.subarray(1, 4))
  t.ok(Buffer.isBuffer(buffer))
  t.strictSame([...buffer], [1, 2, 3])
  all[2] = 7
  t.strictSame([...buffer], [1, 7, 3])
})

t.test('a Buffer that was sent', async (t) => {
  const sent = structuredClone(Buffer.from('abc')) as Uint8Array
  t.notOk(Buffer.isBuffer(sent))
  t.equal(asBuffer(sent).toString(), 'abc')
  t.equal(asBuffer(new Uint8Array(0)).length, 0)
})
