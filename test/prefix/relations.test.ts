import t from 'tap'
import { NONE, Relations } from '../../lib/prefix/relations.js'

t.test('at first nothing hangs together', async (t) => {
  const { twin, parent, end } = new Relations(3)
  t.strictSame(
    [[...twin], [...parent], [...end]],
    [Array(3).fill(NONE), Array(3).fill(NONE), [0, 0, 0]],
  )
  t.notOk([0, 1, 2].includes(NONE), 'no file has that number')
})
