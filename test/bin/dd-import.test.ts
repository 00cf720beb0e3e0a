import { mkdirSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { parseGroup } from '../../lib/record/group.js'
import { nameOf } from '../helper/plan.js'
import { records, run, shell } from '../helper/run.js'

const HELP = "Try 'dd-import --help' or 'man dd-import'.\n"

/** The groups of an output, as names. */
const groups = (output: string) =>
  records(output).map((group) => parseGroup(group).files.map(nameOf).join(' '))

const entry = (path: string) => ({ path, modified_date: 1700000000, size: 1, hash: 'ab12' })
const czkawka = (dir: string) =>
  JSON.stringify({ 1: [['b', 'a'].map((n) => entry(`${dir}/${n}`))] })
const CZKAWKA = ['--format', 'czkawka']

// prettier-ignore
const usage: [args: string[], input: string, want: RegExp][] = [
  [['--formta', 'rmlint'],       '',                    /unknown option '--formta' \(Did you mean --format\?\)/],
  [['--format', 'dupd'],         '',                    /"dupd" is no --format: choose jdupes, fdupes, fclones, rmlint, czkawka or rdfind/],
  [['-0'],                       '',                    /--null goes with --format fdupes/],
  [['results.txt'],              '',                    /too many arguments/],
  [['--base', '/no/where'],      '',                    /--base "\/no\/where": no such file or directory/],
  [[],                           'd/a\nd/b\n',          /cannot tell what wrote this: give --format with jdupes, /],
  [[],                           czkawka('/'),          /this looks like the output of czkawka: give --format czkawka/],
  [['--format', 'rdfind'],       '{"matchSets":[]}',    /this looks like the output of jdupes: give --format jdupes/],
]

for (const [args, input, want] of usage)
  t.test(
    `dd-import ${args.join(' ')} < ${JSON.stringify(input.slice(0, 9))}: status 2`,
    async (t) => {
      const { status, stdout, stderr } = await run('dd-import', args, input)
      t.strictSame([status, stdout], [2, ''])
      t.match(stderr, want)
      t.match(stderr, /^dd-import: usage: [^\n]*\n/)
      t.ok(stderr.endsWith(`\n${HELP}`))
    },
  )

// prettier-ignore
const bad: [format: string, input: string, want: RegExp][] = [
  ['jdupes',  '{"jdupesVersion":"1.21.3","matchSets":[',          /line 1: the JSON of jdupes was cut short/],
  ['fdupes',  'a\nb\n',                                           /line 1: the path "a" is relative: say with --base DIR where fdupes or jdupes ran/],
  ['fdupes',  '/a\n/b',                                           /line 2: cut short: no newline at its end/],
  ['fclones', '{"header":',                                       /line 1: the JSON of fclones was cut short/],
  ['fclones', 'rubbish\n',                                        /line 1: not a line of a report of fclones/],
  ['rmlint',  '[\n{"type":"duplicate_file",\n',                   /line 3: the JSON of rmlint was cut short/],
  ['rmlint',  '{"type":"group"}\n',                               /line 1: field "document": expected a document of rmlint/],
  ['czkawka', '{"1":[[',                                          /line 1: the JSON of czkawka was cut short/],
  ['czkawka', '{"1":[{"path":"/a","hash":""}]}',                  /line 1: files that czkawka has not compared/],
  ['rdfind',  '\x7fELF\0\x1b[31m\n',                              /line 1: neither a row of rdfind nor/],
]

for (const [format, input, want] of bad)
  t.test(`${format} of ${JSON.stringify(input)}: status 3`, async (t) => {
    const { status, stdout, stderr } = await run('dd-import', ['--format', format], input)
    t.strictSame([status, stdout], [3, ''])
    t.match(stderr, /^dd-import: stdin: [^\n\x1b]*\n$/)
    t.match(stderr, want)
  })

t.test('no input is no groups', async (t) => {
  for (const args of [[], CZKAWKA]) {
    const { status, stdout, stderr } = await run('dd-import', args)
    t.strictSame([status, stdout, stderr], [0, '', ''])
  }
})

t.test('a file that is gone is a line and status 1, the others come', async (t) => {
  const dir = t.testdir({ a: '!', b: '!' })
  const value = { 1: [['a', '\x1bgone\n', 'b'].map((name) => entry(`${dir}/${name}`))] }
  const { status, stdout, stderr } = await run('dd-import', CZKAWKA, JSON.stringify(value))
  t.equal(status, 1)
  t.strictSame(groups(stdout), [`${dir}/a ${dir}/b`])
  t.match(stderr, /^dd-import: import ".*\\u\{1b\}gone\\u\{a\}": no such file or directory\n$/)
})

t.test('notes are told, and not with --quiet', async (t) => {
  const input = '{"commandLine":"jdupes -rjQ .","matchSets":[]}'
  t.match((await run('dd-import', [], input)).stderr, /^dd-import: jdupes ran with -Q/)
  t.equal((await run('dd-import', ['-q'], input)).stderr, '')
})

t.test('--base may be any bytes', async (t) => {
  const dir = t.testdir()
  mkdirSync(Buffer.from(`${dir}/\xff`, 'latin1'))
  for (const name of ['a', 'b']) writeFileSync(Buffer.from(`${dir}/\xff/${name}`, 'latin1'), '!')
  const { status, stdout } = await shell(
    "printf 'a\\nb\\n' | dd-import --format fdupes --base $'\\xff'",
    { cwd: dir },
  )
  t.equal(status, 0)
  t.strictSame(groups(stdout), [`${dir}/\xff/a ${dir}/\xff/b`])
})

t.test('stdin that can bring nothing', async (t) => {
  const { status, stderr } = await shell('dd-import < /')
  t.equal(status, 2)
  t.match(stderr, /standard input is a directory: what jdupes -j, rmlint -o json/)
})

t.test('a reader that leaves ends it quietly', async (t) => {
  const dir = t.testdir({ a: '!', b: '!' })
  const many = `${dir}/a\n${dir}/b\n\n`.repeat(5000)
  const line = 'dd-import --format fdupes | head -n1; echo "${PIPESTATUS[0]}"'
  const { status, stdout, stderr } = await shell(line, {}, many)
  t.strictSame([status, stderr], [0, ''])
  t.match(stdout, /^\{"type":"group"[^\n]*\n0\n$/)
})

t.test('a full disk is status 4', async (t) => {
  const input = czkawka(t.testdir({ a: '!', b: '!' }))
  const { status, stderr } = await shell('dd-import --format czkawka > /dev/full', {}, input)
  t.strictSame([status, stderr], [4, 'dd-import: write standard output: no space left on device\n'])
})

t.test('help and version', async (t) => {
  const help = await run('dd-import', ['--help'])
  t.strictSame([help.status, help.stderr], [0, ''])
  t.match(help.stdout, /^Usage: dd-import \[options\]\n/)
  t.match((await run('dd-import', ['--version'])).stdout, /^\d+\.\d+\.\d+\n$/)
})

/** Sets of two files, `count` of them, as each program writes them. */
const LONG: { readonly [format: string]: (dir: string, count: number) => string } = {
  jdupes: (dir, count) => {
    const set = `{"fileSize":1,"fileList":[{"filePath":"${dir}/a"},{"filePath":"${dir}/b"}]}`
    return `{"matchSets":[${Array(count).fill(set).join(',\n')}]}`
  },
  fdupes: (dir, count) => `${dir}/a\n${dir}/b\n\n`.repeat(count),
  fclones: (dir, count) => {
    const set = `{"file_len":1,"file_hash":"61","files":["${dir}/a","${dir}/b"]}`
    const header = '{"version":"1","command":[],"base_dir":"/"}'
    return `{"header":${header},"groups":[${Array(count).fill(set).join(',\n')}]}`
  },
  rmlint: (dir, count) => {
    const file = (name: string, isOriginal: boolean) =>
      `{"type":"duplicate_file","path":"${dir}/${name}","size":1,"is_original":${isOriginal}}`
    return `[${Array(count)
      .fill(`${file('a', true)},\n${file('b', false)}`)
      .join(',\n')}]`
  },
  czkawka: (dir, count) => {
    const set = JSON.stringify(['a', 'b'].map((name) => entry(`${dir}/${name}`)))
    return `{"1":[${Array(count).fill(set).join(',\n')}]}`
  },
  rdfind: (dir, count) => {
    const row = (name: string, id: number) => `DUPTYPE_UNKNOWN ${id} 0 1 2 3 4 ${dir}/${name}\n`
    return (row('a', 1) + row('b', -1)).repeat(count)
  },
}

for (const [format, make] of Object.entries(LONG))
  t.test(`${format}: a long output takes no more memory`, async (t) => {
    const dir = t.testdir({ a: '!', b: '!' })
    const line = `NODE_OPTIONS=--max-old-space-size=18 dd-import --format ${format}`
    const { status, stdout, stderr } = await shell(line, {}, make(dir, 20_000))
    t.equal(status, 0, stderr.slice(0, 500))
    t.equal(stdout.match(/\n/g)?.length, 20_000)
  })
