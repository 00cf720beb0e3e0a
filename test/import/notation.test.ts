import t from 'tap'
import { byteNotation } from '../../lib/import/notation.js'
import { utf8 } from '../helper/foreign.js'

const { spellings, isLossy, printings, legible } = byteNotation('rmlint')

t.test('a name is its bytes', async (t) => {
  t.strictSame(spellings('/a\xff'), [Buffer.from('/a\xff', 'latin1')])
  for (const none of ['', 'a\0b']) t.strictSame(spellings(none), [])
})

t.test('a filter writes U+FFFD for bytes that are not UTF-8', async (t) => {
  t.strictSame(printings(Buffer.from('a\xffb', 'latin1')), [utf8('a\ufffdb')])
  t.equal(isLossy(utf8('a\ufffdb')), true)
  t.equal(isLossy('a\xff'), false)
})

t.test('for people', async (t) => {
  t.strictSame(legible(utf8('/é')), { path: '/é' })
  t.strictSame(legible('/\xff'), { path64: 'L/8=' })
})
