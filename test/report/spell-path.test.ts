import t from 'tap'
import { pathFields } from '../../lib/record/path.js'
import { spellPath } from '../../lib/report/spell-path.js'

const spelled = (path: Buffer) =>
  spellPath(
    pathFields(path),
    (text) => text.toUpperCase(),
    (byte) => `<${byte}>`,
  )

// prettier-ignore
const cases: [name: string, path: Buffer, want: string][] = [
  ['text',                          Buffer.from('/aé😀\uffff'),                  '/AÉ😀\uffff'],
  ['a byte',                        Buffer.from('/a\xff', 'latin1'),             '/A<255>'],
  ['bytes around a character',      Buffer.from('/\xe9\xc3\xa9\xe9', 'latin1'),  '/<233>É<233>'],
  ['a character, whole and cut',    Buffer.from('/\xf0\x9f\x98\x80\xf0\x9f', 'latin1'), '/😀<240><159>'],
  ['a surrogate in UTF-8',          Buffer.from('/\xed\xa0\x80', 'latin1'),      '/<237><160><128>'],
  ['a slash in two bytes',          Buffer.from('/\xc0\xaf', 'latin1'),          '/<192><175>'],
  ['U+FFFF among bytes',            Buffer.from('/\xef\xbf\xbf\xef\xbf', 'latin1'), '/\uffff<239><191>'],
]

for (const [name, path, want] of cases)
  t.test(name, async (t) => {
    t.equal(spelled(path), want)
  })
