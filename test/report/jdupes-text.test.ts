import t from 'tap'
import { printings } from '../../lib/import/jdupes-print.js'
import { pathFields } from '../../lib/record/path.js'
import { jdupesPath, jdupesText } from '../../lib/report/jdupes-text.js'
import { pick, randomFrom } from '../helper/random.js'

const printed = (latin1: string) => jdupesPath(pathFields(Buffer.from(latin1, 'latin1')))
const utf8 = (text: string) => Buffer.from(text).toString('latin1')

/** What jdupes 1.21.3 prints, but for U+FFFF and what is not UTF-8. */
// prettier-ignore
const cases: [name: string, latin1: string, want: string][] = [
  ['ASCII',                       '/a b\'{}',                '/a b\'{}'],
  ['quote and backslash',         '/q"u\\',                  '/q\\"u\\\\'],
  ['newline and tab',             '/a\n\t',                  '/a\\u000a\\u0009'],
  ['other control characters',    '/\x01\x1b\x1f',           '/\\u0001\\u001b\\u001f'],
  ['DEL',                         '/\x7f',                   '/\x7f'],
  ['C1 and Latin-1',              utf8('/\u0080é'),          '/\\u0080\\u00e9'],
  ['two and three bytes',         utf8('/Ω…\ufeff'),         '/\\u03a9\\u2026\\ufeff'],
  ['four bytes',                  utf8('/😀'),               '/\\ud83d\\ude00'],
  ['U+FFFF',                      utf8('/\uffff'),           '/\\uffff'],
  ['a byte that is not UTF-8',    '/\xff',                   '/\\u00ff'],
  ['bytes around a character',    '/\xe9\xc3\xa9"\xc3',      '/\\u00e9\\u00e9\\"\\u00c3'],
  ['255 bytes',                   `/${'\xfe'.repeat(255)}`,  `/${'\\u00fe'.repeat(255)}`],
]

for (const [name, latin1, want] of cases)
  t.test(name, async (t) => {
    t.equal(printed(latin1), want)
  })

/** Beginnings, middles and ends of characters, whole ones, and what is none. */
const BYTES = [0x22, 0x5c, 0x0a, 0x41, 0x80, 0x9f, 0xa9, 0xbf, 0xc3, 0xe2, 0xef, 0xf0, 0xff]

t.test('any name is what the reader of ours takes for it', async (t) => {
  const random = randomFrom(7)
  for (let i = 0; i < 3000; i++) {
    const length = 1 + Math.floor(random() * 8)
    const name = Buffer.from(Array.from({ length }, () => pick(BYTES, random)))
    const read = JSON.parse(`"${jdupesPath(pathFields(name))}"`)
    if (printings(name).at(-1) !== read) t.fail(name.toString('hex'))
  }
})

t.test('a command line', async (t) => {
  t.equal(jdupesText('dd-x "é" 😀\n'), 'dd-x \\"\\u00e9\\" \\ud83d\\ude00\\u000a')
})
