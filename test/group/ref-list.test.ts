import t from 'tap'
import { RefList } from '../../lib/group/ref-list.js'

t.test('holds refs of 32 bits in the order of their coming', async (t) => {
  const list = new RefList()
  const refs = Array.from({ length: 5000 }, (_, i) => (i * 0x9e3779b1) >>> 0)
  for (const ref of refs) list.push(ref)
  t.equal(list.length, 5000)
  t.strictSame([...list.refs], refs)
})

t.test('can be sorted in place, and cleared', async (t) => {
  const list = new RefList()
  for (const ref of [3, 1, 2]) list.push(ref)
  list.refs.sort()
  t.strictSame([...list.refs], [1, 2, 3])
  list.clear()
  t.strictSame([list.length, ...list.refs], [0])
})
