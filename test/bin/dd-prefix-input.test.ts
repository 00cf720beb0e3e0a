// dd-prefix as a process: flags, input and output that are not as they should be, and files that change.
import { spawn, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import type { FileRecord } from '../../lib/record/file.js'
import { inWords, prefixOf } from '../helper/found.js'
import { file } from '../helper/records.js'
import { BIN, run, shell } from '../helper/run.js'
import { content } from '../helper/sandbox.js'
import { lines, Scratch } from '../helper/scratch.js'
import { cannotTrace } from '../helper/strace.js'

const empty = (path: string, fields: Partial<FileRecord> = {}) => file(path, { size: 0, ...fields })
const two = lines(empty('/a'), empty('/b'))

// prettier-ignore
const usages: [args: string[], says: string][] = [
  [['--onyl', 'empty'],          "unknown option '--onyl' (Did you mean --only?)"],
  [['--only', 'empties'],        '"empties" is no --only type: choose empty, partial or group'],
  [['--only', 'empty,group'],    '"empty,group" is no --only type'],
  [['--only'],                   'argument missing'],
  [['--trim-zeros=yes'],         '--trim-zeros'],
  [['--threads', '0'],           '"0" is not a whole number of at least 1'],
  [['--threads', 'two'],         '"two" is not a whole number'],
  [['--protect', ''],            '"" is not a pattern'],
  [['--protect', 'cache/'],      '"cache/" is not a pattern for names'],
  [['--protect', 'a\\'],         'is not a pattern'],
  [['Photos'],                   'too many arguments'],
]

for (const [args, says] of usages)
  t.test(`dd-prefix ${args.join(' ')} is refused`, async (t) => {
    const { status, stdout, stderr } = await run('dd-prefix', args, two)
    t.strictSame([status, stdout], [2, ''])
    t.ok(stderr.startsWith('dd-prefix: usage: ') && stderr.includes(says), stderr)
  })

const line = (field: string, value: unknown) => JSON.stringify({ ...empty('/c'), [field]: value })

// prettier-ignore
const rubbish: [what: string, line: string | Buffer, says: string][] = [
  ['a size in a string',  line('size', '5'),                  'field "size": expected a whole number'],
  ['a negative size',     line('size', -1),                   'field "size": expected a whole number'],
  ['no inode',            line('ino', undefined),             'field "ino": expected decimal digits'],
  ['a relative path',     line('path', 'a'),                  'field "path": expected an absolute path'],
  ['a NUL in the path',   line('path', '/a\0'),               'field "path": expected an absolute path'],
  ['a hash in capitals',  line('hash', 'AA'),                 'field "hash": expected'],
  ['a group record',      '{"type":"group","size":5,"files":[]}', 'field "type": expected "file"'],
  ['an array',            '[]',                               'expected a JSON object'],
  ['null',                'null',                             'expected a JSON object'],
  ['no JSON',             'x',                                'not JSON'],
  ['a name alone',        '/srv/a',                           'not JSON'],
  ['not UTF-8',           Buffer.from('"\xff"', 'latin1'),    'not UTF-8'],
]

for (const [what, bad, says] of rubbish)
  t.test(`${what} ends it, with the number of the line`, async (t) => {
    const parts = [two, '\n', bad, `\n${two}`].map((part) => Buffer.from(part))
    const { status, stdout, stderr } = await run('dd-prefix', [], Buffer.concat(parts))
    t.strictSame([status, stdout], [3, ''])
    t.ok(stderr.startsWith(`dd-prefix: stdin: line 4: ${says}`), stderr)
    t.equal(stderr.split('\n').length, 2, 'one line')
  })

t.test('a last line that was cut ends it', async (t) => {
  for (const cut of [two.trimEnd(), two.slice(0, -20)]) {
    const { status, stdout, stderr } = await run('dd-prefix', [], cut)
    t.strictSame([status, stdout], [3, ''])
    t.equal(stderr, 'dd-prefix: stdin: line 2: cut short: no newline at its end\n')
  }
})

t.test('nothing in, nothing out', async (t) => {
  for (const input of ['', '\n \n']) {
    const { status, stdout, stderr } = await run('dd-prefix', [], input)
    t.strictSame([status, stdout, stderr], [0, '', ''])
  }
})

t.test('a directory as standard input is refused with a hint', async (t) => {
  const { status, stderr } = await shell('dd-prefix < /')
  t.equal(status, 2)
  t.match(stderr, 'standard input is a directory: dd-walk --min-size 0 DIR | dd-prefix')
})

t.test('nothing piped in, on a terminal', async (t) => {
  const { status, stdout } = await shell(
    `SHELL=$BASH script -qec "$(declare -f dd-prefix); dd-prefix" /dev/null`,
  )
  t.match(stdout, 'usage: nothing piped in: dd-walk --min-size 0 DIR | dd-prefix')
  t.equal(status, 2)
})

const planted = new Scratch(t)

/** The record of a file of no bytes that is there. */
function there(name: string): FileRecord {
  writeFileSync(planted.at(name), '')
  return empty(`${planted.root}/${name}`)
}

/** More than a pipe holds. */
const many = lines(...Array.from({ length: 3000 }, (_, i) => there(`file-${i}`)))

t.test('a reader that leaves ends it quietly', async (t) => {
  const { status, stdout, stderr } = await shell(
    'dd-prefix | head -n 1; echo "${PIPESTATUS[0]}"',
    {},
    many,
  )
  t.match(stdout, /^\{.*\}\n0\n$/)
  t.strictSame([status, stderr], [0, ''])
})

t.test('a full disk is an error', { skip: !existsSync('/dev/full') }, async (t) => {
  const { status, stderr } = await shell('dd-prefix > /dev/full', {}, many)
  t.strictSame([status, stderr], [4, 'dd-prefix: write standard output: no space left on device\n'])
})

t.test('closed stdout', async (t) => {
  const { status } = await shell('dd-prefix >&-', {}, many)
  t.equal(status, 0, 'nobody listens, nothing is lost')
})

/** Some 34 MiB of lines. */
const large = () => lines(...[...Array(34).keys()].map((i) => ({ ...there(`${i}`), more: MIB })))
const MIB = 'x'.repeat(2 ** 20)

t.test('a temporary file is made past 32 MiB of records only', async (t) => {
  const env = { ...process.env, TMPDIR: '/not/there' }
  const few = await run('dd-prefix', [], many, { env })
  t.strictSame([few.status, few.stderr], [0, ''])
  const { status, stdout, stderr } = await run('dd-prefix', [], large(), { env })
  t.strictSame([status, stdout], [4, ''])
  t.match(stderr, /^dd-prefix: stopped: temporary file in "\/not\/there" \(TMPDIR .*ENOENT.*\n$/)
})

t.test('records from a temporary file are as they came', async (t) => {
  const input = large()
  const { status, stdout } = await run('dd-prefix', [], input, {
    env: { ...process.env, TMPDIR: t.testdir() },
  })
  t.equal(status, 0)
  const want = input
    .split('\n')
    .filter(Boolean)
    .map((line) => `{"type":"empty","file":${line}}`)
  t.ok(stdout === `${want.sort(byPath).join('\n')}\n`)
})

function byPath(a: string, b: string): number {
  const [one, other] = [a, b].map((line) => /"path":"([^"]*)"/.exec(line)![1]!)
  return one! < other! ? -1 : 1
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const)
  t.test(`${signal} ends it, and leaves no temporary file`, async (t) => {
    const dir = mkdtempSync(join(tmpdir(), 'dd-prefix-test-'))
    t.teardown(() => rmSync(dir, { recursive: true }))
    const bin = join(BIN, 'dd-prefix.js')
    const child = spawn('env', ['-u', 'NODE_OPTIONS', process.execPath, bin], {
      env: { ...process.env, TMPDIR: dir },
      stdio: ['pipe', 'ignore', 'inherit'],
    })
    child.stdin.on('error', () => {})
    await new Promise((resolve) => child.stdin.write(large(), resolve)) // and no end
    child.kill(signal)
    const [, ended] = await new Promise<unknown[]>((resolve) =>
      child.on('close', (...how) => resolve(how)),
    )
    t.equal(ended, signal)
    t.strictSame(readdirSync(dir), [])
  })

t.test('files of other machines: a line each', async (t) => {
  const nas = [1, 2].map((i) => empty('/same', { ino: '7', size: i, host: `nas${i}` }))
  const other = lines(...nas, empty('/b', { host: 'nas1' }), there('c'))
  const { status, stdout, stderr } = await run('dd-prefix', [], other)
  t.strictSame([status, inWords(stdout, planted.root)], [1, ['empty c']])
  t.strictSame(stderr.split('\n'), [
    'dd-prefix: read "/same": is on another machine, nas1',
    'dd-prefix: read "/same": is on another machine, nas2',
    'dd-prefix: read "/b": is on another machine, nas1',
    '',
  ])
})

const NOT_REGULAR = 'is no longer a regular file'
const CHANGED = 'changed since it was listed'

// prettier-ignore
const changes: [what: string, change: (path: string) => void, says: string][] = [
  ['is gone',              (path) => unlinkSync(path),                      'no such file or directory'],
  ['grows',                (path) => appendFileSync(path, 'x'),             CHANGED],
  ['shrinks',              (path) => truncateSync(path, 100),               CHANGED],
  ['loses all its bytes',  (path) => truncateSync(path),                    CHANGED],
  ['is written to',        (path) => writeFileSync(path, content(1, 5000)), CHANGED],
  ['is another file',      (path) => replace(path, () => writeFileSync(path, content(1, 5000))), 'was replaced by another file since it was listed'],
  ['is a symlink now',     (path) => replace(path, () => symlinkSync('whole', path)), 'is a symbolic link, or too many of them'],
  ['is a FIFO now',        (path) => replace(path, () => spawnSync('mkfifo', [path])), NOT_REGULAR],
  ['is a directory now',   (path) => replace(path, () => mkdirSync(path)),  NOT_REGULAR],
]

/** The old file stays, so that its inode is not given to the new one. */
function replace(path: string, make: () => unknown): void {
  renameSync(path, `${path}.old`)
  make()
}

for (const [what, change, says] of changes)
  t.test(`a file that ${what} takes part in nothing, and the others do`, async (t) => {
    const scratch = new Scratch(t)
    const files = [
      scratch.write('part', content(1, 5000)),
      scratch.write('other part', content(1, 5000)),
      scratch.write('beginning', content(1, 4500)),
      scratch.write('whole', content(1, 9000)),
    ]
    const path = `${scratch.root}/part`
    change(path)
    const { status, found, stderr } = await prefixOf(scratch, files)
    t.strictSame([status, found], [1, ['other part < whole', 'beginning < whole']])
    t.equal(stderr, `dd-prefix: read "${path}": ${says}\n`)
  })

t.test('without the whole, its parts still belong together', async (t) => {
  const scratch = new Scratch(t)
  const sizes = { a: 5000, b: 6000, whole: 9000 }
  const files = Object.entries(sizes).map(([name, size]) => scratch.write(name, content(1, size)))
  scratch.remove('whole')
  const { status, found } = await prefixOf(scratch, files)
  t.strictSame([status, found], [1, ['a < b']])
})

t.test('a file that cannot be read to its end', { skip: cannotTrace() }, async (t) => {
  const scratch = new Scratch(t)
  const files = ['a', 'b', 'bad'].map((name) => scratch.write(name, content(1, 300_000)))
  const bad = `${scratch.root}/bad`
  const trace = ['-f', '-qq', '-o', '/dev/null', '-P', bad, '-e', 'trace=pread64']
  const inject = ['-e', 'inject=pread64:error=EIO:when=3+']
  const node = ['env', '-u', 'NODE_OPTIONS', process.execPath, join(BIN, 'dd-prefix.js')]
  const command = [...trace, ...inject, ...node, '--threads', '1']
  const { status, stdout, stderr } = spawnSync('strace', command, { input: lines(...files) })
  t.equal(stderr.toString(), `dd-prefix: read "${bad}": input/output error\n`)
  t.strictSame([status, inWords(stdout.toString(), scratch.root)], [1, ['a = b']])
})

const NOBODY = 'setpriv --reuid=65534 --regid=65534 --clear-groups'

/** The way to the checkout may be closed to others, as below a home or `mktemp -d`. */
function cannotBeNobody(): string | false {
  if (process.getuid?.() !== 0) return 'needs root'
  const { status } = spawnSync('sh', ['-c', `${NOBODY} test -r '${BIN}/dd-prefix.js'`])
  return status === 0 ? false : 'needs setpriv, and a checkout that others may read'
}

t.test('a file that may not be read is not empty', { skip: cannotBeNobody() }, async (t) => {
  const scratch = new Scratch(t)
  const files = ['part', 'whole', 'whole 2'].map((name, i) =>
    scratch.write(name, content(1, i === 0 ? 50 : 90)),
  )
  spawnSync('chmod', ['755', scratch.root])
  spawnSync('chmod', ['600', `${scratch.root}/part`])
  const line = `${NOBODY} bash -c 'unset NODE_OPTIONS; dd-prefix'` // tap's own would write where nobody may
  const { status, stdout, stderr } = await shell(line, {}, lines(...files))
  t.strictSame([status, inWords(stdout, scratch.root)], [1, ['whole = whole 2']])
  t.equal(stderr, `dd-prefix: read "${scratch.root}/part": permission denied\n`)
})
