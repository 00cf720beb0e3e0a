import t from 'tap'
import { RmlintParser } from '../../lib/import/rmlint-parser.js'
import { CHUNKS, setsOf } from '../helper/foreign.js'

const head = (args = 'rmlint d') => `[
{
  "description": "rmlint json-dump of lint files",
  "cwd": "/data/",
  "args": "${args}",
  "version": "2.9.0"
}`
const file = (path: string, isOriginal: boolean, type = 'duplicate_file') => `, {
  "id": 1956557567,
  "type": "${type}",
  "path": "${path}",
  "size": 6,
  "is_original": ${isOriginal},
  "mtime": 1795205145.0317829
}`
const FOOT = `, {
  "aborted": false,
  "duplicates": 1
}]
`
const pair = file('/a', true) + file('/b', false)

function parsed(text: string, chunk?: number) {
  const said: string[] = []
  const note = (text: string) => void said.push(text)
  const refuse = (printed: string, cause: unknown) =>
    void said.push(`${printed}: ${(cause as Error).message}`)
  return { sets: setsOf((onSet) => new RmlintParser(onSet, { note, refuse }), text, chunk), said }
}

const LITTLE = (flag: string) => [
  `rmlint ran with ${flag} and compared little: dd-apply compares every byte`,
]

// prettier-ignore
const good: [name: string, text: string, sets: string[], said: string[]][] = [
  ['nothing found',             head() + FOOT,                              [],               []],
  ['a set',                     head() + pair + FOOT,                       ['14: 6 /a|/b'],  []],
  ['an object a line',          `[\n${(head() + pair + FOOT).replace(/\n */g, '').slice(1, -1).replaceAll('}, {', '},\n{')}\n]\n`, ['3: 6 /a|/b'], []],
  ['0x1F, and bytes that are not UTF-8', head() + file('/\x1f', true) + file('/\xff', false) + FOOT, ['14: 6 /\x1f|/\xff'], []],
  ['raw quotes in the command line', head('rmlint q/d"i -o x') + pair + FOOT, ['14: 6 /a|/b'], []],
  ['a part compared',           head('rmlint -Q 1MB d') + FOOT,             [],               LITTLE('-Q')],
  ['another one',               head('rmlint --clamp-low=10% d') + FOOT,    [],               LITTLE('--clamp-low')],
  ['-Q within a name',          head('rmlint a-Q -Qx') + FOOT,              [],               []],
  ['directories',               head() + file('/d', true, 'duplicate_dir') + FOOT, [],        ['left out 1 directories and files in them: run rmlint without -D for those']],
  ['a broken path',             head() + pair + file('<BROKEN PATH>', false) + FOOT, ['14: 6 /a|/b'], ['<BROKEN PATH>: rmlint could not write its path down']],
]

for (const [name, text, sets, said] of good)
  t.test(name, async (t) => {
    for (const chunk of CHUNKS) t.strictSame(parsed(text, chunk), { sets, said }, `by ${chunk}`)
  })

// prettier-ignore
const bad: [name: string, text: string, want: RegExp][] = [
  ['no array',                    '{"type":"group"}\n',                   /^line 1: field "document": expected a document of rmlint/],
  ['a duplicate of nothing',      head() + file('/b', false) + FOOT,      /^line 14: field "is_original"/],
  ['rubbish after it',            `${head() + pair + FOOT}x`,             /not JSON/],
]

for (const [name, text, message] of bad)
  t.test(`${name}: refused`, async (t) => {
    for (const chunk of [1, 1e6]) t.throws(() => parsed(text, chunk), { message })
  })

t.test('a document that was cut short is refused, wherever it was cut', async (t) => {
  const text = head() + pair + FOOT
  for (let bytes = 1; bytes < text.length - 1; bytes++)
    t.throws(() => parsed(text.slice(0, bytes)), { message: /the JSON of rmlint was cut short$/ })
})
