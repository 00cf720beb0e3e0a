import t from 'tap'
import { isText, isZero } from '../../lib/prefix/bytes.js'

const PIECE = 64 * 1024

for (const length of [0, 1, 4096, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 5])
  t.test(`${length} zeros, and one of them another byte`, async (t) => {
    const bytes = Buffer.alloc(length)
    t.ok(isZero(bytes))
    const places = [0, length >> 1, PIECE - 1, PIECE, length - 1]
    for (const at of places.filter((at) => at >= 0 && at < length)) {
      bytes[at] = 1
      t.notOk(isZero(bytes), `at ${at}`)
      bytes[at] = 0
    }
  })

// prettier-ignore
const texts: [name: string, latin1: string, want: boolean][] = [
  ['nothing',                                   '',                            false],
  ['a line feed alone',                         '\n',                          true],
  ['a line',                                    'line\n',                      true],
  ['a line that was cut',                       'line\nli',                    false],
  ['tabs, carriage returns, form feeds',        'a\tb\v\f\r\n',                true],
  ['bytes over 127',                            'caf\xc3\xa9 \xff\n',          true],
  ['a NUL',                                     'a\0b\n',                      false],
  ['the last control character below tab',      'a\x08b\n',                    false],
  ['the first one above carriage return',       'a\x0eb\n',                    false],
  ['the last of them all',                      'a\x1fb\n',                    false],
  ['a blank',                                   'a b\n',                       true],
  ['a control character among the last 512',    `\x01${'x'.repeat(510)}\n`,    false],
  ['one before them',                           `\x01${'x'.repeat(511)}\n`,    true],
]

for (const [name, latin1, want] of texts)
  t.test(`text? ${name}`, async (t) => {
    t.equal(isText(Buffer.from(latin1, 'latin1')), want)
  })
