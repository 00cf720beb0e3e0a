import t from 'tap'
import { printings } from '../../lib/import/jdupes-print.js'

const bytes = (latin1: string) => Buffer.from(latin1, 'latin1')

/** What 1.19.2 to 1.28 print, and what came after; undefined where those never end. */
// prettier-ignore
const cases: [name: string, raw: Buffer, loose: string | undefined, exact: string][] = [
  ['ASCII',                             bytes('a"\\\n'),          'a"\\\n',       'a"\\\n'],
  ['UTF-8',                             Buffer.from('é…😀'),      'é…😀',         'é…😀'],
  ['a stray byte is dropped',           bytes('a\x80b'),          'ab',           'a\x80b'],
  ['a lead byte eats what follows',     bytes('\xe9.txt'),        '\u9bb4xt',     '\xe9.txt'],
  ['of two',                            bytes('\xc3('),           '\u00e8',       '\xc3('],
  ['of four',                           bytes('\xf0abc'),         String.fromCharCode(0xd800 + (((0x21 << 12 | 0x22 << 6 | 0x23) - 0x10000 >> 10) & 0x3ff), 0xdc00 + ((0x21 << 12 | 0x22 << 6 | 0x23) - 0x10000 & 0x3ff)), '\xf0abc'],
  ['a surrogate in UTF-8',              bytes('\xed\xa0\x80'),    '\ud800',       '\xed\xa0\x80'],
  ['U+FFFF becomes another',            Buffer.from('\uffff'),    '\udbff\udfff', '\uffff'],
  ['an overlong slash is one',          bytes('\xc0\xaf'),        '/',            '\xc0\xaf'],
  ['a lead byte at the end reads on',   bytes('a\xe9'),           undefined,      'a\xe9'],
  ['a stray byte at the end as well',   bytes('a\x80'),           undefined,      'a\x80'],
  ['0xF8 and above never end',          bytes('\xf8\x88'),        undefined,      '\xf8\x88'],
]

for (const [name, raw, loose, exact] of cases)
  t.test(name, async (t) => {
    t.strictSame(printings(raw), loose === undefined ? [exact] : [loose, exact])
  })
