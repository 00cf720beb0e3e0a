import t from 'tap'
import { readCzkawka } from '../../lib/import/read-czkawka.js'
import { imported } from '../helper/foreign.js'

t.test('groups, without a digest', async (t) => {
  const dir = t.testdir({ a: '!', b: '!', c: '!', four: 'four' })
  const entry = (name: string) => ({ path: `${dir}/${name}`, size: 1, hash: 'ab'.repeat(32) })
  const [a, b, c, four, gone] = ['a', 'b', 'c', 'four', 'gone'].map(entry)
  const text = JSON.stringify({
    1: [
      [b, four, a],
      [c, [a, b]],
      [a, gone],
    ],
  })
  const { groups, said } = await imported(readCzkawka, text, dir, '')
  t.strictSame(groups, ['b a', 'c a b'])
  t.equal(said.length, 2)
})
