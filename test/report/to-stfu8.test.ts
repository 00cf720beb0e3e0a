import t from 'tap'
import { fromStfu8 } from '../../lib/import/stfu8.js'
import { pathFields } from '../../lib/record/path.js'
import { toStfu8 } from '../../lib/report/to-stfu8.js'
import { toLatin1 } from '../../lib/stream/to-latin1.js'

const encoded = (latin1: string) => toStfu8(pathFields(Buffer.from(latin1, 'latin1')))
const utf8 = (text: string) => Buffer.from(text).toString('latin1')

// prettier-ignore
const cases: [name: string, latin1: string, want: string][] = [
  ['ASCII',                       '/a b\'"{}',               '/a b\'"{}'],
  ['a backslash',                 '/a\\n',                   '/a\\\\n'],
  ['newline, return and tab',     '/\n\r\t',                 '/\\n\\r\\t'],
  ['other control characters',    '/\x01\x1b\x7f',           '/\\x01\\x1B\\x7F'],
  ['UTF-8',                       utf8('/\u0080é…😀\uffff'), '/\u0080é…😀\uffff'],
  ['a byte that is not UTF-8',    '/\xff',                   '/\\xFF'],
  ['bytes around a character',    '/\xe9\xc3\xa9\\\xc3',     '/\\xE9é\\\\\\xC3'],
  ['255 bytes',                   `/${'\xfe'.repeat(255)}`,  `/${'\\xFE'.repeat(255)}`],
]

for (const [name, latin1, want] of cases)
  t.test(name, async (t) => {
    t.equal(encoded(latin1), want)
    t.equal(fromStfu8(toLatin1(want)), latin1)
  })

t.test('every byte alone', async (t) => {
  for (let byte = 1; byte < 256; byte++) {
    const name = String.fromCharCode(byte)
    t.equal(fromStfu8(toLatin1(encoded(name))), name, `0x${byte.toString(16)}`)
  }
})
