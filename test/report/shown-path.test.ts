import t from 'tap'
import { HERE, type OnHost } from '../../lib/record/host.js'
import { pathFields } from '../../lib/record/path.js'
import { shownPath } from '../../lib/report/shown-path.js'

const latin1 = (name: string) => pathFields(Buffer.from(name, 'latin1'))
const utf8 = (name: string) => pathFields(Buffer.from(name))

// prettier-ignore
const cases: [name: string, path: ReturnType<typeof pathFields> & OnHost, want: string][] = [
  ['plain',                        utf8('/a b/ü😀"'),            '/a b/ü😀"'],
  ['newline and escape',           utf8('/a\n\x1b[31m'),         '/a\\u{a}\\u{1b}[31m'],
  ['text that runs backwards',     utf8('/\u202egpj.exe'),       '/\\u{202e}gpj.exe'],
  ['a backslash',                  utf8('/a\\u{a}'),             '/a\\\\u{a}'],
  ['a byte that is not UTF-8',     latin1('/f\xff'),             '/f\\xff'],
  ['the same as text',             utf8('/f\\xff'),              '/f\\\\xff'],
  ['among characters that are',    latin1('/\xe9\xc3\xa9\xe9'),  '/\\xe9é\\xe9'],
  ['four bytes, whole and cut',    latin1('/\xf0\x9f\x98\x80\xf0\x9f\x98'), '/😀\\xf0\\x9f\\x98'],
  ['an escape among them',         latin1('/\xff\x1b\\'),        '/\\xff\\u{1b}\\\\'],
  ['a control character of C1',    latin1('/\xff\xc2\x9b'),      '/\\xff\\u{9b}'],
  ['on another machine',           { ...utf8('/a\n'), host: 'nas1' }, 'nas1:/a\\u{a}'],
  ['on this one, by its name',     { ...utf8('/a'), host: HERE }, '/a'],
  ['bytes that begin nothing',     latin1('/\xff\x80\xc0'),      '/\\xff\\x80\\xc0'],
]

for (const [name, path, want] of cases)
  t.test(name, async (t) => {
    t.equal(shownPath(path), want)
  })
