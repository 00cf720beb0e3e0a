import t from 'tap'
import { legible, spellings } from '../../lib/import/jdupes-spelling.js'

const utf8 = (text: string) => Buffer.from(text, 'utf8').toString('latin1')

// prettier-ignore
const cases: [name: string, printed: string, want: string[]][] = [
  ['ASCII',                                       '/a b\x7f\n',    ['/a b\x7f\n']],
  ['a code point, or a byte',                     '/\xe9',         [utf8('/é'), '/\xe9']],
  ['code points, UTF-8 as it is, or one byte of a filtered document', '/\xc3\xa9', [utf8('/Ã©'), '/\xc3\xa9', '/\xe9']],
  ['UTF-8 as it is, above Latin-1',               utf8('/ł'),      [utf8(utf8('/ł')), utf8('/ł')]],
  ['a code point above Latin-1',                  '/ł😀',          [utf8('/ł😀')]],
  ['both',                                        '/\xffł',        [utf8('/ÿł'), `/\xff${utf8('ł')}`]],
  ['half a surrogate pair',                       '/\ud800',       []],
  ['a NUL',                                       '/a\0b',         []],
  ['nothing',                                     '',              []],
]

for (const [name, printed, want] of cases)
  t.test(name, async (t) => {
    t.strictSame(
      spellings(printed).map((path) => path.toString('latin1')),
      want,
    )
  })

// prettier-ignore
const shown: [printed: string, want: string][] = [
  ['/a',            '/a'],
  ['/\xe9',         '/é'],
  [utf8('/é'),      '/é'],
  ['/ł',            '/ł'],
  ['/\ud800',       '/\ufffd'],
]

for (const [printed, want] of shown)
  t.test(`${JSON.stringify(printed)} for people`, async (t) => {
    t.equal(legible(printed).path, want)
  })
