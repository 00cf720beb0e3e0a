import t from 'tap'
import { peek } from '../../lib/import/peek.js'
import { chunksOf, collect } from '../helper/bytes.js'

for (const size of [1, 3, 100])
  t.test(`the head and all of it, in chunks of ${size}`, async (t) => {
    const { head, bytes } = await peek(chunksOf('ab\xffdefgh', size), ({ length }) => length >= 4)
    t.equal(head.slice(0, 4), 'ab\xffd')
    t.ok(head.length < 4 + size)
    t.equal(await collect(bytes), 'ab\xffdefgh')
  })

t.test('a stream that ends before it is enough', async (t) => {
  for (const text of ['', 'ab']) {
    const { head, bytes } = await peek(chunksOf(text), () => false)
    t.equal(head, text)
    t.equal(await collect(bytes), text)
  }
})

t.test('who stops reading early stops the source', async (t) => {
  let stopped = false
  async function* source() {
    try {
      for (;;) yield Buffer.from('x')
    } finally {
      stopped = true
    }
  }
  const { bytes } = await peek(source(), () => true)
  for await (const _ of bytes) break
  t.equal(stopped, true)
})
