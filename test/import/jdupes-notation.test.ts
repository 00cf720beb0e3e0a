import t from 'tap'
import { JDUPES } from '../../lib/import/jdupes-notation.js'

t.test('a text of jdupes may be that of several names', async (t) => {
  t.equal(JDUPES.tool, 'jdupes')
  t.equal(JDUPES.spellings('é').length, 2)
  t.equal(JDUPES.isLossy('plain'), true)
  t.strictSame(JDUPES.printings(Buffer.from('a\x80b', 'latin1')), ['ab', 'a\x80b'])
})
