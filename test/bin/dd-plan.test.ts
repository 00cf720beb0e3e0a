import { spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import ndjson from 'ndjson'
import t from 'tap'
import { parseStep } from '../../lib/record/step.js'
import { without } from '../helper/commands.js'
import { group, lineOf } from '../helper/plan.js'
import { file } from '../helper/records.js'
import { records, run, shell } from '../helper/run.js'
import { ODD_NAMES } from '../helper/sandbox.js'
import { Scratch } from '../helper/scratch.js'

const lines = (...values: unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('')
const [a, b, c] = [file('/a'), file('/b'), file('/c')]
const pair = lines(group([a, b]))
const partial = {
  type: 'partial',
  file: file('/part', { size: 9 }),
  of: a,
  bytes: 9,
  confidence: 'high',
  hints: [],
}
const empty = { type: 'empty', file: file('/e', { size: 0, blocks: 0 }) }

/** The steps of an output, as `file -> keep`. */
const plan = (output: string) => records(output).map((step) => lineOf(parseStep(step)))

// prettier-ignore
const usage: [args: string[], want: RegExp][] = [
  [[],                                          /operation is missing: choose delete, hardlink, reflink, symlink, move or pool-link/],
  [['pool-lnik'],                               /"pool-lnik" is no operation: choose delete/],
  [['pool-link'],                               /pool-link needs --primary DIR, where the copies that stay are, or --keep/],
  [['pool-link', '--keep', 'oldest'],           /say where the branches are, in one way: --pool-root, --branch or --pool/],
  [['pool-link', '--keep', 'oldest', '--copies', '2'], /pool-link keeps one copy/],
  [['pool-link', '--keep', 'oldest', '--partials'], /pool-link is for duplicates/],
  [['delete', '--pool', '/p'],                  /--pool, --pool-root, --branch and --resume go with pool-link, not with delete/],
  [['delete', '--kepe', 'oldest'],              /unknown option '--kepe' \(Did you mean --keep\?\)/],
  [['delete', '--keep', 'eldest'],              /"eldest" is no --keep key: choose oldest, newest/],
  [['delete', '--to', '/t'],                    /--to goes with move/],
  [['move'],                                    /move needs --to DIR/],
  [['delete', 'plan.ndjson'],                   /too many arguments/],
]

for (const [args, want] of usage)
  t.test(`dd-plan ${args.join(' ')}: status 2`, async (t) => {
    const { status, stdout, stderr } = await run('dd-plan', args, pair)
    t.equal(status, 2)
    t.equal(stdout, '')
    t.match(stderr, want)
    t.match(stderr, /^dd-plan: usage: .*\nTry 'dd-plan --help' or 'man dd-plan'\.\n$/)
  })

// prettier-ignore
const bad: [name: string, input: string | Buffer, want: RegExp][] = [
  ['a file record',        lines(a),                                      /line 1: field "type": .* pipe "file" through dd-group first/],
  ['no JSON',              `${pair}rubbish\n`,                            /line 2: not JSON/],
  ['a line cut short',     pair.slice(0, -1),                             /line 1: cut short/],
  ['pretty-printed',       JSON.stringify(group([a, b]), null, 2),        /line 1: a record has to be on one line/],
  ['a bad size',           lines(group([file('/a', { size: -1 })])),      /line 1: field "files\[0\].size"/],
  ['bytes that are not UTF-8', Buffer.from('{"type":"\xff"}\n', 'latin1'), /line 1: not UTF-8/],
  ['jdupes cut short',     '{"jdupesVersion":"1.21.3","matchSets":[',     /line 1: the JSON of jdupes was cut short/],
  ['jdupes, relative',     '{"matchSets":[{"fileSize":1,"fileList":[{"filePath":"a"}]}]}', /line 1: the path "a" is relative: say with --base DIR/],
]

for (const [name, input, want] of bad)
  t.test(`${name}: status 3`, async (t) => {
    const { status, stdout, stderr } = await run('dd-plan', ['delete'], input)
    t.equal(status, 3)
    t.equal(stdout, '')
    t.match(stderr, /^dd-plan: stdin: [^\n]*\n$/)
    t.match(stderr, want)
  })

t.test('records of all kinds in one stream, each line a step for any NDJSON reader', async (t) => {
  const input = lines(empty, group([c, a, b]), partial)
  const args = ['move', '--to', 'aside', '--duplicates', '--partials', '--empties']
  const { status, stdout, stderr } = await run('dd-plan', args, input, { cwd: '/' })
  t.equal(status, 0)
  t.strictSame(plan(stdout), ['/e', '/b -> /a', '/c -> /a', '/part -> /a'])
  t.equal(stderr, 'dd-plan: move: 4 steps on 4 files, to free 12.0 KiB\n')
  const read: any[] = []
  const reader = ndjson.parse().on('data', (step) => void read.push(step))
  reader.end(stdout)
  await new Promise((resolve) => reader.on('end', resolve))
  t.strictSame(
    read.map(({ to }) => to),
    ['/aside/e', '/aside/b', '/aside/c', '/aside/part'],
  )
})

t.test('what was skipped, and what was mistyped, is told; --quiet tells only that', async (t) => {
  const input = lines(group([a, file('/far', { dev: '2' })]), empty)
  const { status, stdout, stderr } = await run('dd-plan', ['hardlink', '--primary', '/proc'], input)
  t.strictSame([status, stdout], [1, ''])
  t.equal(
    stderr,
    [
      'dd-plan: nothing in the input was below --primary "/proc": is it the right one?',
      'dd-plan: skipped 1 name: on another device',
      'dd-plan: skipped 1 name: empty files, which were not asked for (--empties)',
      'dd-plan: hardlink: 0 steps on 0 files, to free 0 B\n',
    ].join('\n'),
  )
  t.equal((await run('dd-plan', ['hardlink', '--quiet'], input)).stderr, '')
})

t.test('a set in which nothing would stay gets a line and no step', async (t) => {
  const input = lines(
    group([file('/l1', { ino: '9', nlink: 2 }), file('/l2', { ino: '9', nlink: 2 })]),
  )
  const { status, stdout, stderr } = await run('dd-plan', ['delete', '-q'], input)
  t.strictSame([status, stdout], [0, ''])
  t.equal(stderr, 'dd-plan: no step for "/l1": no other file in its set, so no copy would stay\n')
})

t.test('names that are not UTF-8, in records and in flags', async (t) => {
  const scratch = new Scratch(t)
  const [inside, other] = [scratch.write('in/\xff', 'x'), scratch.write('z', 'x')]
  const input = lines(group([inside, other] as unknown as (typeof a)[], { size: 1 }))
  const cwd = scratch.root
  for (const flag of ["--within $'in/\\xff'", "--within=$'in/\\xff'", '--within in']) {
    const { status, stdout } = await shell(`dd-plan delete ${flag}`, { cwd }, input)
    t.equal(status, 0)
    t.strictSame(plan(stdout), [`${cwd}/in/\xff -> ${cwd}/z`], flag)
  }
  const { status, stderr } = await shell("dd-plan delete --within $'in/\\xfe'", { cwd }, input)
  t.match({ status, stderr }, { status: 2, stderr: /no such file or directory/ })
})

t.test('no input is no plan', async (t) => {
  const { status, stdout, stderr } = await run('dd-plan', ['delete'])
  t.strictSame([status, stdout], [0, ''])
  t.match(stderr, /0 steps/)
})

t.test('stdin that can bring nothing', async (t) => {
  const { status, stderr } = await shell('dd-plan delete < /')
  t.equal(status, 2)
  t.match(stderr, /standard input is a directory/)
})

t.test('a reader that leaves ends it quietly', async (t) => {
  const many = pair.repeat(5000)
  const { status, stdout, stderr } = await shell(
    'dd-plan delete | head -n1; echo "${PIPESTATUS[0]}"',
    {},
    many,
  )
  t.equal(status, 0)
  t.equal(stderr, '')
  t.match(stdout, /^\{"type":"step"[^\n]*\n0\n$/)
})

t.test('a full disk is status 4', async (t) => {
  const { status, stderr } = await shell('dd-plan delete > /dev/full', {}, pair)
  t.equal(status, 4)
  t.equal(stderr, 'dd-plan: write standard output: no space left on device\n')
})

t.test('help and version', async (t) => {
  const help = await run('dd-plan', ['--help'])
  t.strictSame([help.status, help.stderr], [0, ''])
  t.match(help.stdout, /^Usage: dd-plan \[options\] <op>\n/)
  t.match((await run('dd-plan', ['--version'])).stdout, /^\d+\.\d+\.\d+\n$/)
})

const jdupesSets = (dir: string, sets: number) => {
  const set = `{"fileSize":1,"fileList":[{"filePath":"${dir}/a"},{"filePath":"${dir}/b"}]}`
  return `{"jdupesVersion":"1.21.3","matchSets":[${Array(sets).fill(set).join(',\n')}]}`
}

t.test('jdupes: what is gone is a line on stderr and status 1', async (t) => {
  const dir = t.testdir({ a: '!', b: '!' })
  const input = jdupesSets(dir, 1) + jdupesSets(`${dir}/none`, 1)
  const { status, stdout, stderr } = await run('dd-plan', ['delete'], input)
  t.equal(status, 1)
  t.strictSame(plan(stdout), [`${dir}/b -> ${dir}/a`])
  t.equal(
    stderr.match(/^dd-plan: import "[^"]*\/none\/[ab]": no such file or directory$/gm)?.length,
    2,
  )
})

t.test('jdupes: a document takes no more memory for being long', async (t) => {
  const dir = t.testdir({ a: '!', b: '!' })
  const input = jdupesSets(dir, 40_000)
  const line = 'NODE_OPTIONS=--max-old-space-size=24 dd-plan hardlink -q'
  const { status, stdout } = await shell(line, {}, input)
  t.equal(status, 0)
  t.equal(stdout.match(/\n/g)?.length, 40_000)
})

/** Names that jdupes 1.21.3 comes to an end with: from 0xF8 on it loops for ever. */
const PRINTABLE = ODD_NAMES.filter((name) => !/[\xf8-\xff]/.test(name))

t.test('jdupes: what it prints about odd names', { skip: without('jdupes') }, async (t) => {
  const dir = t.testdir()
  const names = [...PRINTABLE, 'a\x80b', '\xe9.txt', '\xc3(', '\xed\xa0\x80', '\xef\xbb\xbfbom']
  names.forEach((name, i) => {
    for (const side of ['l', 'r']) {
      mkdirSync(`${dir}/${side}`, { recursive: true })
      writeFileSync(Buffer.from(`${dir}/${side}/${name}`, 'latin1'), `content ${i}\n`)
    }
  })
  symlinkSync('l', `${dir}/link`)
  const found = (options: string[], cwd: string) =>
    spawnSync('jdupes', options, { cwd, timeout: 300_000, encoding: 'latin1' }).stdout
  const want = names.map((name) => `${dir}/r/${name} -> ${dir}/l/${name}`).sort()
  const planned = async (json: string, ...flags: string[]) => {
    const args = ['hardlink', '--keep', 'first', ...flags]
    const { status, stdout } = await run('dd-plan', args, Buffer.from(json, 'latin1'))
    t.equal(status, 0)
    return plan(stdout).sort()
  }
  t.strictSame(await planned(found(['-rqj', dir], '/')), want)
  t.strictSame(await planned(found(['-rqj', 'l', 'r'], dir), '--base', dir), want, 'relative')
})
