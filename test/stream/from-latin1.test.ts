import t from 'tap'
import { fromLatin1 } from '../../lib/stream/from-latin1.js'

// prettier-ignore
const texts: [what: string, text: string][] = [
  ['nothing',                 ''],
  ['letters of ASCII',        'plain'],
  ['two bytes',               'é'],
  ['three and four',          '日本 and 😀'],
  ['a line separator',        '\u2028'],
  ['a NUL',                   'a\0b'],
  ['the first that is not ASCII', '\u007f\u0080'],
]

t.test('a byte that is not UTF-8', async (t) => {
  t.equal(fromLatin1('a\xff'), 'a\ufffd')
})

for (const [what, text] of texts)
  t.test(what, async (t) => {
    t.equal(fromLatin1(Buffer.from(text, 'utf8').toString('latin1')), text)
  })
