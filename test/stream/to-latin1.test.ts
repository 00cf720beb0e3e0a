import t from 'tap'
import { fromLatin1 } from '../../lib/stream/from-latin1.js'
import { toLatin1 } from '../../lib/stream/to-latin1.js'

// prettier-ignore
const texts: [what: string, text: string, latin1: string][] = [
  ['nothing',                     '',             ''],
  ['letters of ASCII',            'plain',        'plain'],
  ['a NUL',                       'a\0b',         'a\0b'],
  ['the first that is not ASCII', '\u007f\u0080', '\x7f\xc2\x80'],
  ['two bytes',                   'é',            '\xc3\xa9'],
  ['three and four',              '…😀',          '\xe2\x80\xa6\xf0\x9f\x98\x80'],
]

for (const [what, text, latin1] of texts)
  t.test(what, async (t) => {
    t.equal(toLatin1(text), latin1)
    t.equal(fromLatin1(latin1), text)
  })
