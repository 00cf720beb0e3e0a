import t from 'tap'
import { utf8Text } from '../../lib/stream/utf8-text.js'

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

for (const [what, text] of texts)
  t.test(what, async (t) => {
    t.equal(utf8Text(Buffer.from(text, 'utf8').toString('latin1')), text)
  })
