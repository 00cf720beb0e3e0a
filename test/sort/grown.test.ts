import t from 'tap'
import { grown } from '../../lib/sort/grown.js'

t.test('what was there is there, and the rest is zeros', async (t) => {
  const room = new Float64Array(4)
  t.equal(grown(Float64Array.of(1, 2), room), room)
  t.strictSame([...room], [1, 2, 0, 0])
  t.strictSame([...grown(BigInt64Array.of(-1n), new BigInt64Array(2))], [-1n, 0n])
})
