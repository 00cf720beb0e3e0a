import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import ndjson from 'ndjson'
import t from 'tap'
import { parseFile } from '../../lib/record/file.js'
import { parseGroup } from '../../lib/record/group.js'
import { without } from '../helper/commands.js'
import { file } from '../helper/records.js'
import { records, run, shell } from '../helper/run.js'

const HASH = { hash: 'aa', algo: 'sha1' }

const lines = (...files: object[]) => files.map((one) => `${JSON.stringify(one)}\n`).join('')
const a = file('/a', { ino: '30', size: 5, ...HASH })
const b = file('/b', { ino: '4', size: 5, ...HASH })
const linkOfB = file('/b2', { ino: '4', size: 5, ...HASH })
const c = file('/c', { ino: '2', size: 7, hash: 'bb', algo: 'sha1' })
const all = lines(c, linkOfB, a, b)

const paths = (stdout: string) => records(stdout).map(({ path }) => path)

t.test(
  'by size: what has a partner, line by line as it came, in the order of inodes',
  async (t) => {
    const { status, stdout, stderr } = await run('dd-group', ['--by', 'size'], all)
    t.strictSame([status, stderr], [0, ''])
    t.equal(stdout, lines(b, linkOfB, a))
  },
)

t.test('by hash: groups that an independent reader takes', async (t) => {
  const { status, raw, stderr } = await run('dd-group', [], all)
  t.strictSame([status, stderr], [0, ''])
  const found: unknown[] = []
  for await (const record of Readable.from([raw]).pipe(ndjson.parse())) found.push(record)
  const members = [a, b, linkOfB].map(({ hash: _, algo: __, ...member }) => member)
  t.strictSame(found.map(parseGroup), [
    { type: 'group', size: 5, hash: 'aa', algo: 'sha1', files: members },
  ])
})

t.test(
  'by hash: records that were passed on are records that an independent reader takes',
  async (t) => {
    const { raw } = await run('dd-group', ['--by', 'size'], all)
    const found: unknown[] = []
    for await (const record of Readable.from([raw]).pipe(ndjson.parse()))
      found.push(parseFile(record))
    t.strictSame(found, [b, linkOfB, a])
  },
)

// prettier-ignore
const choices: [args: string[], want: string[]][] = [
  [['--by', 'size', '--min-copies', '3'], []],
  [['--by', 'size', '--unique'],          ['/c']],
  [['--unique'],                          ['/c']],
  [['--rf-under', '3'],                   ['/c', '/b', '/b2', '/a']],
]

for (const [args, want] of choices)
  t.test(`dd-group ${args.join(' ')}`, async (t) => {
    const { status, stdout } = await run('dd-group', args, all)
    t.strictSame([status, paths(stdout)], [0, want])
    for (const record of records(stdout)) t.hasStrict(record, { algo: 'sha1' })
  })

t.test('a name that comes twice is no copy of itself', async (t) => {
  for (const again of [c, { ...c, root: '/c' }, { ...c, ino: '99' }]) {
    const { status, stdout } = await run('dd-group', [], lines(c, again))
    t.strictSame([status, stdout], [0, ''])
  }
})

t.test('a name that changed between two walks is counted on stderr', async (t) => {
  const newer = { ...a, size: 7, ctimeNs: '1700000000000000000' }
  const { status, stdout, stderr } = await run('dd-group', ['--by', 'size'], lines(a, c, newer))
  t.equal(status, 0)
  t.equal(stdout, lines(c, newer))
  t.equal(
    stderr,
    'dd-group: 1 name came twice and had changed in between: the newer record was taken\n',
  )
})

const broken = (field: string, value: unknown) => JSON.stringify({ ...a, [field]: value })
const text = (from: string, to: string) => JSON.stringify(a).replace(from, to)
const bytes = (latin1: string) => Buffer.from(JSON.stringify(a).replace('/a', latin1), 'latin1')

// prettier-ignore
const bad: [what: string, line: string | Buffer, says: string][] = [
  ['a missing size',            broken('size', undefined),       'field "size": expected a whole number'],
  ['a null size',               broken('size', null),            'field "size": expected a whole number'],
  ['a negative size',           broken('size', -1),              'field "size": expected a whole number'],
  ['a huge size',               text('"size":5', '"size":1e300'), 'field "size": expected a whole number'],
  ['a size over 2^53',          text('"size":5', '"size":9007199254740993'), 'field "size": expected a whole number'],
  ['a size of 1.5',             broken('size', 1.5),             'field "size": expected a whole number'],
  ['a size in a string',        broken('size', '5'),             'field "size": expected a whole number'],
  ['an inode as a number',      broken('ino', 5),                'field "ino": expected decimal digits'],
  ['an inode over 2^64',        broken('ino', '18446744073709551616'), 'field "ino": expected decimal digits'],
  ['a missing device',          broken('dev', undefined),        'field "dev": expected decimal digits'],
  ['a relative path',           broken('path', 'a'),             'field "path": expected an absolute path'],
  ['no path',                   broken('path', undefined),       'field "path": expected "path", or "path64"'],
  ['a NUL in the path',         broken('path', '/a\0'),          'field "path": expected an absolute path'],
  ['a lone surrogate',          text('/a', '/\\ud800'),          'field "path": expected an absolute path'],
  ['path64 that is UTF-8',      text('"path":"/a"', '"path64":"L2E="'), 'field "path": expected "path", or "path64"'],
  ['no hash',                   broken('hash', undefined),       'field "hash": expected a digest: run dd-hash before dd-group'],
  ['no algorithm',              broken('algo', undefined),       'field "algo": expected the algorithm'],
  ['a hash in capitals',        broken('hash', 'AA'),            'field "hash": expected'],
  ['a group record',            '{"type":"group","size":5,"files":[]}', 'field "type": expected "file"'],
  ['an array',                  '[]',                            'expected a JSON object'],
  ['null',                      'null',                          'expected a JSON object'],
  ['no JSON',                   'x',                             'not JSON'],
  ['a NUL',                     '\0',                            'not JSON'],
  ['bytes that are not UTF-8',  bytes('/\xff'),                  'not UTF-8'],
  ['a surrogate in UTF-8',      bytes('/\xed\xa0\x80'),          'not UTF-8'],
  ['a path of 100 MB with ..',  broken('path', `/${'x'.repeat(1e8)}/..`), 'field "path": expected an absolute path'],
  ['100 MB that are no JSON',   'x'.repeat(1e8),                 'not JSON'],
]

for (const [what, line, says] of bad)
  t.test(`${what} ends it, with the number of the line`, async (t) => {
    const input = Buffer.concat([Buffer.from(all), Buffer.from(line), Buffer.from(`\n${all}`)])
    const { status, stdout, stderr } = await run('dd-group', [], input)
    t.equal(status, 3)
    t.equal(stdout, '')
    t.ok(stderr.startsWith(`dd-group: stdin: line 5: ${says}`), stderr.slice(0, 200))
    t.equal(stderr.split('\n').length, 2, 'one line')
  })

t.test('a last line that was cut ends it', async (t) => {
  for (const cut of [all.trimEnd(), all.slice(0, -20)]) {
    const { status, stdout, stderr } = await run('dd-group', ['--by', 'size'], cut)
    t.strictSame([status, stdout], [3, ''])
    t.equal(stderr, 'dd-group: stdin: line 4: cut short: no newline at its end\n')
  }
})

t.test('by head without a head', async (t) => {
  const { status, stderr } = await run('dd-group', ['--by', 'head'], all)
  t.equal(status, 3)
  t.match(stderr, 'line 1: field "head": expected a digest: run dd-hash --head before dd-group')
})

t.test('a line of 100 MB goes through as it is', async (t) => {
  const long = lines({ ...a, more: 'x'.repeat(1e8) })
  const { status, raw } = await run('dd-group', ['--by', 'size', '--memory', '1M'], long + lines(b))
  t.equal(status, 0)
  t.ok(raw.equals(Buffer.from(lines(b) + long)))
})

// prettier-ignore
const usages: [args: string[], says: string][] = [
  [['--uniqe'],                 "unknown option '--uniqe' (Did you mean --unique?)"],
  [['--unique', '--rf-under', '3'], 'cannot be used with option'],
  [['--memory', '1 G'],         '"1 G" is not a size'],
]

for (const [args, says] of usages)
  t.test(`dd-group ${args.join(' ')} is refused`, async (t) => {
    const { status, stdout, stderr } = await run('dd-group', args, all)
    t.strictSame([status, stdout], [2, ''])
    t.ok(stderr.startsWith('dd-group: usage: ') && stderr.includes(says), stderr)
  })

t.test('a directory as standard input is refused with a hint', async (t) => {
  const { status, stderr } = await shell('dd-group < /')
  t.equal(status, 2)
  t.match(stderr, 'standard input is a directory: dd-walk DIR | dd-group --by size')
})

t.test('nothing in, nothing out', async (t) => {
  for (const input of ['', '\n \n']) {
    const { status, stdout, stderr } = await run('dd-group', [], input)
    t.strictSame([status, stdout, stderr], [0, '', ''])
  }
})

/** More than a pipe holds, and more than a mebibyte of memory. */
const many = lines(
  ...Array.from({ length: 8000 }, (_, i) =>
    file(`/some/directory/file-${(i * 7919) % 8009}`, {
      size: i % 100,
      ino: String((i * 104_729) % 6007),
      hash: String(i % 400 === 0 ? i : i % 2000).padStart(64, '0'),
      algo: 'blake3',
    }),
  ),
)

t.test('a reader that leaves ends it quietly', async (t) => {
  const { status, stdout, stderr } = await shell(
    'dd-group --by size | head -n 1; echo "${PIPESTATUS[0]}"',
    {},
    many,
  )
  t.match(stdout, /^\{.*\}\n0\n$/)
  t.strictSame([status, stderr], [0, ''])
})

t.test('a full disk is an error', { skip: !existsSync('/dev/full') }, async (t) => {
  const { status, stderr } = await shell('dd-group --by size > /dev/full', {}, many)
  t.strictSame([status, stderr], [4, 'dd-group: write standard output: no space left on device\n'])
})

for (const args of [['--by', 'size'], [], ['--unique']])
  t.test(`dd-group ${args.join(' ')} writes the same with little memory`, async (t) => {
    const dir = t.testdir()
    const env = { ...process.env, TMPDIR: dir }
    const much = await run('dd-group', args, many, { env })
    const little = await run('dd-group', [...args, '--memory', '1M'], many, { env })
    t.strictSame([much.status, little.status, little.stderr], [0, 0, ''])
    t.ok(much.raw.length > 0)
    t.ok(little.raw.equals(much.raw))
    t.strictSame(readdirSync(dir), [])
  })

t.test('a place for temporary files that is not there', async (t) => {
  const env = { ...process.env, TMPDIR: '/not/there' }
  const { status, stdout, stderr } = await run('dd-group', ['--memory', '1M'], many, { env })
  t.strictSame([status, stdout], [4, ''])
  t.match(stderr, /^dd-group: stopped: temporary file in "\/not\/there" \(TMPDIR .*ENOENT.*\n$/)
})

t.test('no room for temporary files', { skip: without('strace') }, async (t) => {
  const { status, stdout, stderr } = await shell(
    `strace -f -qq -o /dev/null -e trace=pwrite64 -e inject=pwrite64:error=ENOSPC:when=3 bash -c 'dd-group --memory 1M'`,
    {},
    many,
  )
  t.strictSame([status, stdout], [4, ''])
  t.match(
    stderr,
    /^dd-group: stopped: temporary file in ".*" \(TMPDIR .*no space left on device.*\n$/,
  )
})

for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const)
  t.test(`${signal} leaves no temporary file`, async (t) => {
    const dir = mkdtempSync(join(tmpdir(), 'dd-group-test-'))
    t.teardown(() => rmSync(dir, { recursive: true }))
    const bin = join(import.meta.dirname, '../../bin/dd-group.js')
    const child = spawn('env', ['-u', 'NODE_OPTIONS', process.execPath, bin, '--memory', '1M'], {
      env: { ...process.env, TMPDIR: dir },
      stdio: ['pipe', 'ignore', 'inherit'],
    })
    child.stdin.on('error', () => {})
    await new Promise((resolve) => child.stdin.write(many, resolve)) // and no end
    child.kill(signal)
    const [, ended] = await new Promise<unknown[]>((resolve) =>
      child.on('close', (...how) => resolve(how)),
    )
    t.equal(ended, signal)
    t.strictSame(readdirSync(dir), [])
  })

t.test('--progress says nothing where there is no terminal', async (t) => {
  const { status, stdout, stderr } = await run('dd-group', ['--by', 'size', '--progress'], all)
  t.strictSame([status, stdout, stderr], [0, lines(b, linkOfB, a), ''])
})

t.test('closed stdout', async (t) => {
  const { status } = await shell('dd-group --by size >&-', {}, all)
  t.equal(status, 0, 'nobody listens, nothing is lost')
})

t.test('the order of the input changes nothing', async (t) => {
  const turned = many.trimEnd().split('\n').toReversed().join('\n')
  const [first, second] = await Promise.all([
    run('dd-group', [], many),
    run('dd-group', [], `${turned}\n`),
  ])
  t.ok(first.raw.equals(second.raw))
})
