import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import ndjson from 'ndjson'
import t from 'tap'
import { digestHex } from '../../lib/digest/digest.js'
import { lines, listed } from '../helper/listed.js'
import { records, run, shell } from '../helper/run.js'
import { untimed, untimedText } from '../helper/untimed.js'

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex')
const blake3 = (content: string) => digestHex('blake3', Buffer.from(content))

/** Records of `count` small files. */
function few(dir: string, count: number) {
  return Array.from({ length: count }, (_, i) => {
    writeFileSync(join(dir, `f${i}`), `content ${i}`)
    return listed(join(dir, `f${i}`), { root: dir })
  })
}

t.test('each record comes out as it went in, with its digest', async (t) => {
  const files = few(t.testdir(), 3)
  const { status, stdout, stderr } = untimed(await run('dd-hash', [], lines(files)))
  t.equal(
    stdout,
    lines(files.map((file, i) => ({ ...file, hash: blake3(`content ${i}`), algo: 'blake3' }))),
  )
  t.equal(stderr, '')
  t.equal(status, 0)
})

t.test('another reader of NDJSON reads it', async (t) => {
  const files = few(t.testdir(), 3)
  const { stdout } = await run('dd-hash', ['--head=3', '--algo', 'sha256'], lines(files))
  const read: unknown[] = []
  for await (const record of Readable.from([stdout]).pipe(ndjson.parse())) read.push(record)
  const digests = { head: sha256('con'), headBytes: 3, algo: 'sha256' }
  t.strictSame(
    read,
    files.map((file) => ({ ...file, ...digests })),
  )
})

t.test('a head, then the rest of those that need it', async (t) => {
  const dir = t.testdir({ small: 'small', large: 'x'.repeat(20_000) })
  const files = ['small', 'large'].map((name) => listed(join(dir, name)))
  const first = await run('dd-hash', ['--head'], lines(files))
  const [small, large] = records(first.stdout)
  t.strictSame([small.head, small.headBytes, small.hash], [blake3('small'), 16384, blake3('small')])
  t.strictSame([large.head, large.hash], [blake3('x'.repeat(16384)), undefined])
  unlinkSync(join(dir, 'small'))
  const second = await run('dd-hash', [], first.stdout)
  t.equal(second.status, 0, 'the small one is not looked for any more')
  t.equal(records(second.stdout)[1].hash, blake3('x'.repeat(20_000)))
  t.equal((await run('dd-hash', ['--head'], second.stdout)).stdout, second.stdout)
})

t.test(
  'a digest comes with the time before its reading; one that is there keeps its own',
  async (t) => {
    const [file, other] = few(t.testdir(), 2)
    const start = BigInt(Date.now()) * 1_000_000n
    const first = await run('dd-hash', [], lines([file!]))
    const end = BigInt(Date.now()) * 1_000_000n
    const [{ readNs }] = records(first.stdout)
    t.match(first.stdout, /"algo":"blake3","readNs":"\d+"\}\n$/)
    t.ok(BigInt(readNs) >= start && BigInt(readNs) <= end)
    const again = await run('dd-hash', [], first.stdout + lines([other!]))
    t.ok(again.stdout.startsWith(first.stdout), 'it is not read again')
    t.ok(BigInt(records(again.stdout)[1].readNs) > BigInt(readNs))
    const head = await run('dd-hash', ['--head=3'], lines([file!]))
    t.equal(records(head.stdout)[0].readNs, undefined, 'a head proves nothing of the whole')
    const whole = await run('dd-hash', ['--head'], lines([file!]))
    t.type(records(whole.stdout)[0].readNs, 'string', 'but one that covers the file does')
  },
)

t.test('fields that it does not know stay as they are', async (t) => {
  const [file] = few(t.testdir(), 1)
  const line = `${JSON.stringify(file).slice(0, -1)},"later":{"n":1e999,"id":18446744073709551615}}`
  const { stdout } = untimed(await run('dd-hash', ['--algo', 'md5'], `${line}\n`))
  const md5 = createHash('md5').update('content 0').digest('hex')
  t.equal(stdout, `${line.slice(0, -1)},"hash":"${md5}","algo":"md5"}\n`)
})

const names = ['new\nline', '\x1b[31mred', 'blank ', '-rf', '"quoted\\"', '😀', 'n'.repeat(255)]

t.test('any name', async (t) => {
  const dir = t.testdir()
  const paths = [
    ...names.map((name) => Buffer.from(`${dir}/${name}`)),
    Buffer.from(`${dir}/\xff`, 'latin1'),
  ]
  for (const path of paths) writeFileSync(path, 'x')
  const files = paths.map((path) => listed(path))
  const { status, stdout } = untimed(await run('dd-hash', ['--algo=sha256'], lines(files)))
  t.equal(status, 0)
  t.strictSame(
    records(stdout),
    files.map((file) => ({ ...file, hash: sha256('x'), algo: 'sha256' })),
  )
  for (const path of paths) unlinkSync(path)
  const gone = await run('dd-hash', [], lines(files))
  t.equal(gone.status, 1)
  t.equal(gone.stdout, '')
  t.equal(gone.stderr.split('\n').length, files.length + 1, 'a line each')
  t.notMatch(gone.stderr, /[^\n\x20-\x7e😀\ufffd]/u)
})

t.test('what is not the listed file any more: a line each, and the others go on', async (t) => {
  const dir = t.testdir({ d: {} })
  const files = few(dir, 8)
  const at = (i: number) => join(dir, `f${i}`)
  unlinkSync(at(0))
  writeFileSync(at(1), 'longer than before')
  writeFileSync(at(2), 'CONTENT 2')
  replaced(at(3), () => spawnSync('mkfifo', [at(3)]))
  replaced(at(4), () => symlinkSync(at(7), at(4)))
  replaced(at(5), () => mkdirSync(at(5)))
  renameSync(at(6), join(dir, 'was6'))
  writeFileSync(at(6), 'content 6')
  const { status, stdout, stderr } = await run('dd-hash', [], lines(files))
  t.equal(status, 1)
  t.strictSame(
    records(stdout).map(({ path }) => path),
    [at(7)],
  )
  t.equal(
    stderr,
    [
      `dd-hash: read "${at(0)}": no such file or directory`,
      `dd-hash: read "${at(1)}": changed since it was listed`,
      `dd-hash: read "${at(2)}": changed since it was listed`,
      `dd-hash: read "${at(3)}": is no longer a regular file`,
      `dd-hash: read "${at(4)}": is a symbolic link, or too many of them`,
      `dd-hash: read "${at(5)}": is no longer a regular file`,
      `dd-hash: read "${at(6)}": was replaced by another file since it was listed`,
      '',
    ].join('\n'),
  )
})

function replaced(path: string, make: () => void): void {
  unlinkSync(path)
  make()
}

// prettier-ignore
const refused: [name: string, args: string[], message: string][] = [
  ['a flag mistyped',         ['--haed'],           `dd-hash: usage: unknown option '--haed'`],
  ['an operand',              ['/tmp'],             'dd-hash: usage: too many arguments: it reads standard input: dd-walk DIR | dd-hash'],
  ['an unknown algorithm',    ['--algo', 'crc32'],  `dd-hash: usage: option '--algo <name>' argument 'crc32' is invalid. Allowed choices are blake3`],
  ['a head of nothing',       ['--head=0'],         'dd-hash: usage: --head: "0" is too little: a head has at least 1 byte'],
  ['a head of no size',       ['--head=big'],       'dd-hash: usage: --head: "big" is not a size'],
  ['no threads',              ['--threads', '0'],   'dd-hash: usage: --threads: "0" is not a whole number of at least 1'],
  ['threads without number',  ['--threads'],        `dd-hash: usage: option '--threads <n>' argument missing`],
]

for (const [name, args, message] of refused)
  t.test(`${name} is refused`, async (t) => {
    const { status, stdout, stderr } = await run('dd-hash', args)
    t.equal(status, 2)
    t.equal(stdout, '')
    t.equal(stderr.slice(0, message.length), message)
  })

t.test('a directory on stdin is refused, with a hint', async (t) => {
  const stdio: ['pipe' | number, 'pipe', 'pipe'] = [openSync('/tmp', 'r'), 'pipe', 'pipe']
  const { status, stderr } = await run('dd-hash', [], '', { stdio })
  t.equal(status, 2)
  t.match(stderr, 'standard input is a directory: dd-walk DIR | dd-hash')
})

t.test('no input is no error', async (t) => {
  t.match(await run('dd-hash'), { status: 0, stdout: '', stderr: '' })
})

const good = {
  type: 'file',
  path: '/f',
  size: 1,
  dev: '1',
  ino: '1',
  nlink: 1,
  mode: 33188,
  uid: 0,
  gid: 0,
  mtimeNs: '1',
  ctimeNs: '1',
}

// prettier-ignore
const bad: [name: string, line: string | Buffer, message: string][] = [
  ['rubbish',               'rubbish',                                       'not JSON'],
  ['a line cut short',      JSON.stringify(good).slice(0, 40),               'not JSON'],
  ['another record',        '{"type":"group"}',                              'field "type": expected "file"'],
  ['no size',               JSON.stringify({ ...good, size: undefined }),    'field "size": expected a whole number from 0 to 2^53-1'],
  ['a size of null',        JSON.stringify({ ...good, size: null }),         'field "size": expected a whole number from 0 to 2^53-1'],
  ['a negative size',       JSON.stringify({ ...good, size: -1 }),           'field "size": expected a whole number from 0 to 2^53-1'],
  ['a size in a string',    JSON.stringify({ ...good, size: '1' }),          'field "size": expected a whole number from 0 to 2^53-1'],
  ['a size past 2^53',      JSON.stringify(good).replace(':1,', ':9007199254740993,'), 'field "size": expected a whole number from 0 to 2^53-1'],
  ['an inode as a number',  JSON.stringify({ ...good, ino: 1 }),             'field "ino": expected decimal digits in a string'],
  ['a path with a NUL',     JSON.stringify({ ...good, path: '/a\0' }),       'field "path": expected an absolute path'],
  ['a lone surrogate',      JSON.stringify({ ...good, path: '/\ud800' }),    'field "path": expected an absolute path'],
  ['bytes, not UTF-8',      Buffer.from('{"x":"\xff"}', 'latin1'),           'not UTF-8'],
]

for (const [name, line, message] of bad)
  t.test(`${name}: the records before it come, and it is named`, async (t) => {
    const files = few(t.testdir(), 2)
    const input = Buffer.concat([Buffer.from(lines(files)), Buffer.from(line), Buffer.from('\n')])
    const { status, stdout, stderr } = await run('dd-hash', [], input)
    t.equal(status, 3)
    t.equal(records(stdout).length, 2)
    t.match(stderr, `dd-hash: stdin: line 3: ${message}`)
  })

t.test('a file of any size claimed in a record is not believed', async (t) => {
  const [file] = few(t.testdir(), 1)
  const { status, stderr } = await run(
    'dd-hash',
    [],
    lines([{ ...file, size: Number.MAX_SAFE_INTEGER }]),
  )
  t.equal(status, 1)
  t.match(stderr, 'changed since it was listed')
})

t.test('a path longer than the system takes', async (t) => {
  const path = `${'/directory'.repeat(500)}/f`
  const { status, stderr } = await run('dd-hash', [], lines([{ ...good, path }]))
  t.equal(status, 1)
  t.equal(stderr, `dd-hash: read "${path}": name too long\n`)
})

/** Enough work that threads are started: large files (holes, so that they cost nothing). */
let made = 0
function large(dir: string, count: number) {
  return Array.from({ length: count }, (_, i) => {
    const path = join(dir, `large${made++}`)
    writeFileSync(path, '')
    spawnSync('truncate', ['-s', String(9_000_000 + i), path])
    return listed(path)
  })
}

t.test('any number of threads gives the same output', async (t) => {
  const dir = t.testdir()
  const files = [...large(dir, 5), ...few(dir, 500), ...large(dir, 3)]
  const outputs = await Promise.all(
    [[], ['--threads=1'], ['--threads=4']].map((args) => run('dd-hash', args, lines(files))),
  )
  for (const { status, stdout } of outputs) {
    t.equal(status, 0)
    t.equal(untimedText(stdout), untimedText(outputs[0]!.stdout))
    t.equal(records(stdout).length, 508)
  }
})

t.test('a reader that leaves ends it quietly, threads and all', async (t) => {
  const dir = t.testdir()
  const input = lines([...large(dir, 2), ...few(dir, 50), ...large(dir, 40)])
  const { status, stdout, stderr } = await shell(
    'dd-hash | head -1; echo ${PIPESTATUS[0]}',
    {},
    input,
  )
  t.equal(stderr, '')
  t.match(stdout, /^\{.*large\d+.*\n0\n$/)
  t.equal(status, 0)
})

t.test('it does not wait for more input when its reader has left', async (t) => {
  const [file] = few(t.testdir(), 1)
  writeFileSync(join(t.testdirName, 'in'), lines([file!]))
  const line = `(while cat in 2>/dev/null; do sleep 0.1; done) | dd-hash | head -1`
  const { stdout, stderr } = await shell(line, { cwd: t.testdirName })
  t.equal(stderr, '')
  t.equal(records(stdout).length, 1)
})

t.test('a full disk under stdout', { skip: process.platform !== 'linux' }, async (t) => {
  const dir = t.testdir()
  const input = lines([...few(dir, 2000), ...large(dir, 4)])
  const { status, stderr } = await shell('dd-hash > /dev/full', {}, input)
  t.equal(status, 4)
  t.equal(stderr, 'dd-hash: write standard output: no space left on device\n')
})

t.test('a signal ends it at once', async (t) => {
  const command = join(import.meta.dirname, '../../bin/dd-hash.js')
  const child = spawn(process.execPath, [command], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.write(lines([...large(t.testdir(), 3)]))
  await new Promise((resolve) => child.stdout.once('data', resolve))
  child.kill('SIGINT')
  const signal = await new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)))
  t.equal(signal, 'SIGINT')
})

const strace = spawnSync('strace', ['-V']).status === 0

t.test(
  'an inode is read once, however many names it has and however far apart',
  { skip: strace ? false : 'STRACE IS NOT INSTALLED' },
  async (t) => {
    const dir = t.testdir()
    const [once] = large(dir, 1)
    const twins = Array.from({ length: 50 }, (_, i) => {
      linkSync(once!.path!, join(dir, `twin${i}`))
      return join(dir, `twin${i}`)
    })
    const others = few(dir, 3000)
    const input = [listed(twins[0]!)]
    others.forEach((file, i) => {
      input.push(file)
      const twin = twins[1 + i / 60]
      if (twin !== undefined) input.push(listed(twin))
    })
    writeFileSync(join(dir, 'in'), lines(input))
    const { status, stdout } = await shell(
      `strace -f -qq -e trace=openat -o ${dir}/trace '${process.execPath}' '${BIN}' < ${dir}/in`,
    )
    t.equal(status, 0)
    t.equal(records(stdout).length, input.length)
    t.equal(
      new Set(
        records(stdout)
          .filter(({ size }) => size > 1000)
          .map(({ hash }) => hash),
      ).size,
      1,
    )
    const opens = readFileSync(join(dir, 'trace'), 'utf8').split('\n')
    t.equal(opens.filter((line) => line.includes('/twin')).length, 1)
    t.equal(opens.filter((line) => /\/f\d+"/.test(line)).length, 3000, 'the count can be trusted')
    t.ok(opens.every((line) => !/\/f\d+"/.test(line) || /O_NONBLOCK.*O_NOFOLLOW/.test(line)))
  },
)

const BIN = join(import.meta.dirname, '../../bin/dd-hash.js')
