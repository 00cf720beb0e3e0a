import t from 'tap'
import { FclonesJson } from '../../lib/import/fclones-json.js'
import { CHUNKS, setsOf, utf8 } from '../helper/foreign.js'

const header = {
  version: '0.35.0',
  timestamp: '2026-01-02T03:04:05.678901234+01:00',
  command: ['fclones', 'group', '.', '-f', 'json'],
  base_dir: '/data',
  stats: null,
}
const group = (size: number, ...files: string[]) => ({ file_len: size, file_hash: '6109', files })
const report = (...groups: unknown[]) => utf8(JSON.stringify({ header, groups }, null, 2))

const parsed = (text: string, chunk?: number) =>
  setsOf((onSet) => new FclonesJson(onSet, () => {}), text, chunk)

const names = ['/café', '/line\\nbreak', '/caf\\xE9', '/back\\\\slash', '/a "b"', '/\ufeffbom']
const bytes = [
  utf8('/café'),
  '/line\nbreak',
  '/caf\xe9',
  '/back\\slash',
  '/a "b"',
  utf8('/\ufeffbom'),
]

// prettier-ignore
const good: [name: string, text: string, want: string[]][] = [
  ['nothing found', report(),                                          []],
  ['sets',          report(group(4, '/a', '/b'), group(5, '/c', '/d')), ['23: 4 /a|/b', '31: 5 /c|/d']],
  ['on one line',   JSON.stringify(JSON.parse(report(group(4, '/a', '/b')))), ['1: 4 /a|/b']],
  ['odd names',     report(group(4, ...names)),                        [`27: 4 ${bytes.join('|')}`]],
  ['two reports',   report(group(4, '/a')) + report(group(4, '/b')),   ['22: 4 /a', '45: 4 /b']],
]

for (const [name, text, want] of good)
  t.test(name, async (t) => {
    for (const chunk of CHUNKS) t.strictSame(parsed(text, chunk), want, `by ${chunk}`)
  })

const without = (text: string, what: string | RegExp) => text.replace(what, '')

// prettier-ignore
const bad: [name: string, text: string, want: RegExp][] = [
  ['no header',          '{"groups":[{"file_len":4,"file_hash":"61","files":["/a"]}]}', /^line 1: a set without the header/],
  ['a header at the end', '{"groups":[{"file_len":4,"file_hash":"61","files":["/a"]}],"header":{}}', /^line 1: a set without the header/],
  ['no groups',          '{"header":{"command":[],"base_dir":"/"}}', /field "groups": expected the sets of fclones/],
  ['no command',         without(report(), /"command": \[[^\]]*\],/), /field "header.command": expected an array/],
  ['no size',            report({ file_hash: '61', files: [] }),      /^line 19: field "file_len"/],
  ['a path of no text',  report({ ...group(4), files: [7] }),         /field "files\[0\]": expected a string/],
  ['transformed files',  report().replace('"-f"', '"--transform=x"'), /^line 14: fclones ran with --transform/],
  ['a broken escape',    report(group(4, '/\\q')),                    /^line 22: an escape/],
  ['rubbish',            `${report()}x`,                              /not JSON/],
  ['another tool\'s',    '{"jdupesVersion":"1","matchSets":[]}',      /field "groups": expected/],
]

for (const [name, text, message] of bad)
  t.test(`${name}: refused`, async (t) => {
    for (const chunk of [1, 1e6]) t.throws(() => parsed(text, chunk), { message })
  })

t.test('a report that was cut short is refused, wherever it was cut', async (t) => {
  const text = report(group(4, '/a', '/b'))
  for (let bytes = 1; bytes < text.length - 1; bytes++)
    t.throws(() => parsed(text.slice(0, bytes)), {
      message: /: the JSON of fclones was cut short$/,
    })
})
