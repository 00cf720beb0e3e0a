import t from 'tap'
import { fromStfu8 } from '../../lib/import/stfu8.js'
import { utf8 } from '../helper/foreign.js'

// prettier-ignore
const good: [text: string, want: string][] = [
  ['/plain name',            '/plain name'],
  [utf8('/é…😀'),             utf8('/é…😀')],
  ['/a\\nb\\rc\\td',         '/a\nb\rc\td'],
  ['/a\\\\nb',               '/a\\nb'],
  ['/\\\\\\\\n',             '/\\\\n'],
  ['/a\\"b',                 '/a"b'],
  ['/\\xE9\\xff\\x1B',       '/\xe9\xff\x1b'],
  ['/\\u0000E9',             utf8('/é')],
  ['/\\u01F600',             utf8('/😀')],
]

for (const [text, want] of good)
  t.test(JSON.stringify(text), async (t) => {
    t.equal(fromStfu8(text), want)
  })

for (const text of ['\\', 'a\\q', '\\x1', '\\xgg', '\\u1234', '\\u00d800', '\\u110000', '\\\\\\'])
  t.test(`${JSON.stringify(text)} is refused`, async (t) => {
    t.throws(() => fromStfu8(text), { message: 'an escape that fclones does not write' })
  })
