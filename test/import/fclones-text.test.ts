import t from 'tap'
import { FclonesText } from '../../lib/import/fclones-text.js'
import { CHUNKS, setsOf, utf8 } from '../helper/foreign.js'

const HEAD = `# Report by fclones 0.35.0
# Timestamp: 2026-01-02 03:04:05.678 +0100
# Command: fclones group . --hash-fn blake3
# Base dir: /data
# Total: 8 B (8 B) in 2 files in 1 groups
# Redundant: 4 B (4 B) in 1 files
# Missing: 0 B (0 B) in 0 files
`
const set = (size: number, ...paths: string[]) =>
  `6109f0, ${size} B (1.2 KB) * ${paths.length}:\n${paths.map((path) => `    ${path}\n`).join('')}`

const parsed = (text: string, chunk?: number) =>
  setsOf((onSet) => new FclonesText(onSet, () => {}), text, chunk)

// prettier-ignore
const good: [name: string, text: string, want: string[]][] = [
  ['nothing',            '',                                              []],
  ['nothing found',      HEAD,                                            []],
  ['sets',               HEAD + set(4, '/a', '/b') + set(5, '/c', '/d'),  ['8: 4 /a|/b', '11: 5 /c|/d']],
  ['blanks around names', HEAD + set(4, '/a  ', '/ b'),                   ['8: 4 /a  |/ b']],
  ['odd names',          HEAD + set(4, '/a\\nb', '/\\xE9', utf8('/é')),   [`8: 4 /a\nb|/\xe9|${utf8('/é')}`]],
  ['a name like a set',  HEAD + set(4, '61, 4 B (4 B) * 2:', '# x'),      ['8: 4 61, 4 B (4 B) * 2:|# x']],
  ['two reports',        HEAD + set(4, '/a') + HEAD + set(4, '/b'),       ['8: 4 /a', '17: 4 /b']],
]

for (const [name, text, want] of good)
  t.test(name, async (t) => {
    for (const chunk of CHUNKS) t.strictSame(parsed(text, chunk), want, `by ${chunk}`)
  })

// prettier-ignore
const bad: [name: string, text: string, want: RegExp][] = [
  ['no header',          set(4, '/a'),                                  /^line 1: a set without the header/],
  ['rubbish',            `${HEAD}rubbish\n`,                            /^line 8: not a line of a report/],
  ['no paths',           `${HEAD}61, 4 B (4 B) * 0:\n`,                 /^line 8: not a line of a report/],
  ['a path too many',    `${HEAD}${set(4, '/a')}    /b\n`,              /^line 10: not a line of a report/],
  ['a path too few',     HEAD + set(4, '/a', '/b').replace('    /b\n', '') + set(4, '/c'), /^line 10: expected another path/],
  ['cut between paths',  HEAD + set(4, '/a', '/b').replace('    /b\n', ''), /^line 8: the report was cut short in this set/],
  ['cut in a path',      (HEAD + set(4, '/a', '/b')).slice(0, -2),      /^line 10: cut short: no newline/],
  ['transformed files',  HEAD.replace('group', 'group --transform x'),  /^line 3: fclones ran with --transform/],
  ['a broken escape',    HEAD + set(4, '/\\q'),                         /^line 8: an escape/],
]

for (const [name, text, message] of bad)
  t.test(`${name}: refused`, async (t) => {
    for (const chunk of [1, 1e6]) t.throws(() => parsed(text, chunk), { message })
  })

t.test('the header says what the digests are, and where relative paths are', async (t) => {
  const hash = 'ab'.repeat(32)
  const text = HEAD + set(4, 'a').replace('6109f0', hash)
  const parser = new FclonesText(
    ({ digest, base }) => {
      t.strictSame(digest, { hash, algo: 'blake3' })
      t.equal(String(base), '/data')
    },
    () => {},
  )
  t.plan(2)
  parser.write(Buffer.from(text))
})
