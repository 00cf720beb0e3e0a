import t from 'tap'
import { wrongInstances } from '../helper/prefix-property.js'

t.test('200 random sets of files: what all pairs and all bytes say', async (t) => {
  t.strictSame((await wrongInstances(1, 200)).slice(0, 10), [])
})
