// dd-prefix against all pairs and all bytes, on more random sets of files than npm test has time for.
import t from 'tap'
import { wrongInstances } from '../helper/prefix-property.js'

for (let first = 1; first <= 2000; first += 250)
  t.test(`sets ${first} to ${first + 249}`, async (t) => {
    t.strictSame((await wrongInstances(first, 250)).slice(0, 10), [])
  })
