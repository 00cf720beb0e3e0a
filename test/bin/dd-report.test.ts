import { realpathSync } from 'node:fs'
import t from 'tap'
import { FORMATS } from '../../lib/report/report-lines.js'
import { run, shell } from '../helper/run.js'
import { file } from '../helper/records.js'
import { lines, step } from '../helper/scratch.js'

const HELP = "Try 'dd-report --help' or 'man dd-report'.\n"
const [a, b, empty] = [file('/a\x1b[31m'), file('/b'), file('/e', { size: 0 })]
const group = { type: 'group', size: 4096, files: [a, b] }
const KILLDUPES = ['--format', 'killdupes']

t.test('any records, in any order, as text', async (t) => {
  const input = lines(
    step('delete', b, a),
    group,
    { type: 'empty', file: empty },
    step('delete', empty),
  )
  const { status, stdout, stderr } = await run('dd-report', [], input)
  t.strictSame([status, stderr], [0, ''])
  t.equal(
    stdout,
    `Steps:
delete    duplicate    4.0 KiB  /b
  keep /a\\u{1b}[31m
delete    empty        4.0 KiB  /e

Groups of equal files:

2 copies of 4.0 KiB, 4.0 KiB could be freed
  /a\\u{1b}[31m
  /b

Empty files:
/e

2 steps to free 8.0 KiB
1 group: 2 copies, 4.0 KiB could be freed
1 empty file
`,
  )
})

t.test('in the layout of killdupes', async (t) => {
  const { status, stdout, stderr } = await run('dd-report', KILLDUPES, lines(group, a, b))
  t.strictSame(
    [status, stderr],
    [0, 'dd-report: 2 records left out: this format has only empty, partial and group\n'],
  )
  t.equal(
    stdout,
    `Duplicates:
 =    4.0 KB  13.09.2020 12:26:40  /b
 X    4.0 KB  13.09.2020 12:26:40  /a\\u{1b}[31m
`,
  )
  const quiet = await run('dd-report', [...KILLDUPES, '-q'], lines(group, a))
  t.strictSame([quiet.stdout, quiet.stderr], [stdout, ''])
})

t.test('other records than the format has, in one note', async (t) => {
  const input = lines(group, { type: 'empty', file: empty }, step('delete', empty), a)
  // prettier-ignore
  const said: [format: string, note: string][] = [
    ['jdupes',  '3 records left out (1 empty, 1 step, 1 file): this format has only group'],
    ['fdupes',  '3 records left out (1 empty, 1 step, 1 file): this format has only group, or only file'],
    ['csv',     '2 records left out (1 empty, 1 step): this format has only group and file'],
    ['fclones', '3 records left out (1 empty, 1 step, 1 file): this format has only group'],
  ]
  for (const [format, note] of said) {
    const { status, stdout, stderr } = await run('dd-report', ['--format', format], input)
    t.strictSame([status, stderr], [0, `dd-report: ${note}\n`])
    const quiet = await run('dd-report', ['-q', '--format', format], input)
    t.strictSame([quiet.status, quiet.stderr], [0, ''])
    t.equal(quiet.stdout, stdout.replace('--format ', '-q --format '))
  }
})

t.test('names come out as the bytes that they are', async (t) => {
  const odd = {
    ...a,
    path: undefined,
    path64: Buffer.from('/\xff,"\n', 'latin1').toString('base64'),
  }
  const input = lines({ ...group, hash: 'ab12', files: [odd, b] })
  const text = await run('dd-report', ['--format', 'fdupes'], input)
  t.equal(text.raw.toString('latin1'), '/\xff,"\n\n/b\n\n')
  t.equal(text.stderr, 'dd-report: 1 name with a line break: each looks like several\n')
  const csv = await run('dd-report', ['--format', 'csv'], input)
  t.equal(
    csv.raw.toString('latin1'),
    'group,size,hash,path\n1,4096,ab12,"/\xff,""\n"\n1,4096,ab12,/b\n',
  )
})

t.test('what a document says about how it came about', async (t) => {
  const cwd = realpathSync(t.testdir())
  const jdupes = await run('dd-report', ['--format=jdupes', '--hard-links'], '', { cwd })
  t.equal(JSON.parse(jdupes.stdout).commandLine, 'dd-report --format=jdupes --hard-links')
  const before = Date.now()
  const { header } = JSON.parse((await run('dd-report', ['--format=fclones'], '', { cwd })).stdout)
  t.strictSame([header.command[0], header.base_dir], ['dd-report --format=fclones', cwd])
  const told = Date.parse(header.timestamp)
  t.ok(told > before - 1000 && told <= Date.now(), header.timestamp) // it may be told in whole seconds
})

t.test('nothing found is no output', async (t) => {
  for (const args of [[], KILLDUPES, ['--format', 'fdupes']]) {
    const { status, stdout, stderr } = await run('dd-report', args)
    t.strictSame([status, stdout, stderr], [0, '', ''])
  }
})

t.test('or a document with nothing in it', async (t) => {
  const csv = await run('dd-report', ['--format', 'csv'])
  t.strictSame([csv.status, csv.stdout, csv.stderr], [0, 'group,size,hash,path\n', ''])
  const jdupes = await run('dd-report', ['--format', 'jdupes'])
  t.strictSame(JSON.parse(jdupes.stdout).matchSets, [])
  const fclones = await run('dd-report', ['--format', 'fclones'])
  t.strictSame(JSON.parse(fclones.stdout).groups, [])
})

// prettier-ignore
const usage: [args: string[], want: RegExp][] = [
  [['--format', 'html'],      /"html" is no --format: choose text, killdupes, jdupes, fdupes, csv or fclones/],
  [['--hard-links'],          /--hard-links goes with --format jdupes or fdupes: the others show all names/],
  [['--hard-links', '--format=csv'], /--hard-links goes with --format jdupes or fdupes/],
  [['--fromat', 'text'],      /unknown option '--fromat' \(Did you mean --format\?\)/],
  [['records.ndjson'],        /too many arguments/],
]

for (const [args, want] of usage)
  t.test(`dd-report ${args.join(' ')}: status 2`, async (t) => {
    const { status, stdout, stderr } = await run('dd-report', args, lines(a))
    t.strictSame([status, stdout], [2, ''])
    t.match(stderr, want)
    t.match(stderr, /^dd-report: usage: [^\n]*\n/)
    t.ok(stderr.endsWith(`\n${HELP}`))
  })

// prettier-ignore
const bad: [input: string, message: string][] = [
  [`${lines(a)}x\n`,                              'line 2: not JSON'],
  [`${lines(a)}{"type":"file"}`,                  'line 2: cut short: no newline at its end'],
  [lines(a, { ...b, size: -1 }),                  'line 2: field "size": expected a whole number from 0 to 2^53-1'],
  [lines({ ...group, files: 7 }),                 'line 1: field "files": expected an array'],
  [lines({ type: 'end' }),                        'line 1: field "type": expected "file", "group", "partial", "empty", "step" or "result"'],
]

for (const [input, message] of bad)
  for (const args of [[], ...FORMATS.map((format) => ['--format', format])])
    t.test(`${args.join(' ')} ${message}: status 3`, async (t) => {
      const { status, stderr } = await run('dd-report', args, input)
      t.strictSame([status, stderr], [3, `dd-report: stdin: ${message}\n`])
    })

t.test('a reader that leaves ends it quietly', async (t) => {
  const many = Array.from({ length: 20_000 }, (_, i) => file(`/${i}`))
  const empties = many.map((file) => ({ type: 'empty', file: { ...file, size: 0 } }))
  const line = (args: string) => `dd-report ${args} | head -n1; echo "\${PIPESTATUS[0]}"`
  const text = await shell(line(''), {}, lines(...many))
  t.strictSame([text.stdout, text.stderr], ['Files:\n0\n', ''])
  const old = await shell(line('--format killdupes'), {}, lines(...empties))
  t.strictSame([old.stdout, old.stderr], ['Empty files:\n0\n', ''])
})

t.test('a full disk is status 4', async (t) => {
  for (const format of FORMATS) {
    const ran = await shell(`dd-report --format ${format} > /dev/full`, {}, lines(group))
    t.strictSame(
      [ran.status, ran.stderr],
      [4, 'dd-report: write standard output: no space left on device\n'],
    )
  }
})

t.test('stdin that can bring nothing', async (t) => {
  const { status, stderr } = await shell('dd-report < /')
  t.equal(status, 2)
  t.match(stderr, /standard input is a directory: what dd-group, dd-plan or dd-apply writes/)
})

t.test('many records in little memory', async (t) => {
  const name = 'n'.repeat(250)
  const pair = (i: number) =>
    lines(file(`/f${i}`), { type: 'group', size: 4096, files: [file(`/${name}${i}`), b] })
  const input = Array.from({ length: 40_000 }, (_, i) => pair(i)).join('')
  for (const format of ['text', 'jdupes', 'fdupes', 'csv', 'fclones']) {
    const line = `NODE_OPTIONS=--max-old-space-size=24 dd-report -q --format ${format} > report`
    const { status, stderr } = await shell(line, { cwd: t.testdir() }, input)
    t.strictSame([status, stderr], [0, ''], format)
  }
})

t.test('help and version', async (t) => {
  const help = await run('dd-report', ['--help'])
  t.strictSame([help.status, help.stderr], [0, ''])
  t.match(help.stdout, /^Usage: dd-report \[options\]\n/)
  t.match((await run('dd-report', ['--version'])).stdout, /^\d+\.\d+\.\d+\n$/)
})
