import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  openSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { Readable } from 'node:stream'
import ndjson from 'ndjson'
import t from 'tap'
import { parseFile } from '../../lib/record/file.js'
import { BIN, records, run, shell } from '../helper/run.js'

const isRoot = process.getuid?.() === 0
const has = (tool: string) => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0

const names = (stdout: string, dir: string): string[] =>
  records(stdout).map(({ path }) => path.replace(`${dir}/`, ''))

t.test('each line is a record that an independent reader takes', async (t) => {
  const dir = t.testdir({ a: 'hello', d: { 'b\n': 'x' } })
  utimesSync(`${dir}/a`, 1_600_000_000, 1_600_000_000)
  const { status, raw, stderr } = await run('dd-walk', [dir])
  t.strictSame([status, stderr], [0, ''])
  const found: unknown[] = []
  for await (const record of Readable.from([raw]).pipe(ndjson.parse())) found.push(record)
  t.strictSame(
    found.map((record) => parseFile(record).path),
    [`${dir}/a`, `${dir}/d/b\n`],
  )
  t.match(found[0], { type: 'file', root: dir, size: 5, nlink: 1, mtimeNs: '1600000000000000000' })
  t.equal(raw.at(-1), 0x0a)
})

t.test('the same numbers as stat(1)', { skip: process.platform !== 'linux' }, async (t) => {
  const dir = t.testdir({ a: 'hello' })
  const [{ size, dev, ino, nlink, mode, uid, gid, blocks }] = records(
    (await run('dd-walk', [dir])).stdout,
  )
  const want = String(execFileSync('stat', ['-c', '%s %d %i %h %f %u %g %b', `${dir}/a`])).trim()
  t.equal([size, dev, ino, nlink, mode.toString(16), uid, gid, blocks].join(' '), want)
})

t.test('names of any bytes, from any kind of operand', async (t) => {
  const dir = t.testdir()
  const odd = ['\xff', 'new\nline', '-rf', '"', '\\', '\x1b[31m', '\xc3\xa9', 'x'.repeat(255)]
  const raw = (name: string) => Buffer.from(`${dir}/${name}`, 'latin1')
  mkdirSync(raw('d\xfe'))
  for (const name of odd) writeFileSync(raw(`d\xfe/${name}`), 'x')
  const list = Buffer.concat(odd.map((name) => Buffer.concat([raw(`d\xfe/${name}`), Buffer.of(0)])))
  const bytesOf = (stdout: string) =>
    records(stdout).map(({ path64 }) => Buffer.from(path64, 'base64').toString('latin1'))
  const want = odd.map((name) => `${dir}/d\xfe/${name}`).sort()
  t.strictSame(bytesOf((await run('dd-walk', [dir])).stdout), want, 'below a directory')
  const { stdout, stderr } = await shell(`cd "$(printf 'd\\376')" && dd-walk -- *`, { cwd: dir })
  t.strictSame(bytesOf(stdout).sort(), want, 'typed')
  t.equal(stderr, '')
  t.strictSame(
    bytesOf((await run('dd-walk', ['--files0-from', '-'], list)).stdout).sort(),
    want,
    'listed',
  )
})

// prettier-ignore
const usages: [args: string[], says: string][] = [
  [['--folow', '.'],                     `unknown option '--folow' (Did you mean --follow?)`],
  [['--min-size', 'x', '.'],             '"x" is not a size'],
  [['--min-size', '10', '--max-size', '9'], 'nothing can match: --min-size'],
  [['--max-size', '0'],                  'nothing can match: --min-size (1, if not given) is over --max-size'],
  [['--newer', 'soon'],                  '"soon" is not a time'],
  [['--newer', '1d', '--older', '2d'],   'nothing can match: --newer is after --older'],
  [['--max-depth', '-1'],                'is not a whole number'],
  [['--exclude', ''],                    'is not a pattern'],
  [['--files0-from', '-', 'x'],          'operands beside --files0-from'],
  [['--files0-from', '/none'],           'no such file or directory'],
  [[''],                                 'an operand is empty'],
]

for (const [args, says] of usages)
  t.test(`refused: ${args.join(' ')}`, async (t) => {
    const { status, stdout, stderr } = await run('dd-walk', args)
    t.strictSame([status, stdout], [2, ''])
    t.match(stderr, `dd-walk: usage: `)
    t.match(stderr, says)
  })

t.test('a directory, or nothing, where a list should come from', async (t) => {
  const { status, stderr } = await run('dd-walk', ['--files0-from', '-'], '', {
    stdio: [openSync('/', 'r'), 'pipe', 'pipe'],
  })
  t.equal(status, 2)
  t.match(stderr, 'standard input is a directory')
  t.match(await run('dd-walk', ['--files0-from', '-']), { status: 0, stdout: '', stderr: '' })
})

t.test('help and version', async (t) => {
  t.match(await run('dd-walk', ['--help']), { status: 0, stdout: /^Usage: dd-walk/, stderr: '' })
  t.match(await run('dd-walk', ['--version']), { status: 0, stdout: /^\d+\.\d+\.\d+\n$/ })
})

t.test('what fails is a line each, and status 1; the rest is walked', async (t) => {
  const dir = t.testdir({ a: 'x', d: { b: 'x' } })
  symlinkSync('a', `${dir}/link`)
  const list = 'none\0\0d\0link\0a'
  const { status, stdout, stderr } = await run('dd-walk', ['--files0-from', '-'], list, {
    cwd: dir,
  })
  t.equal(status, 1)
  t.strictSame(names(stdout, dir), ['d/b', 'a'])
  t.strictSame(stderr.split('\n'), [
    'dd-walk: name 2 of the list: empty',
    `dd-walk: stat "${dir}/none": no such file or directory`,
    `dd-walk: walk "${dir}/link": a symbolic link to a file: name the file itself, or give --follow`,
    '',
  ])
})

const NOBODY = 'setpriv --reuid=65534 --regid=65534 --clear-groups'

/** The way to the checkout may be closed to others, as below a home or `mktemp -d`. */
function cannotBeNobody(): string | false {
  if (!isRoot || !has('setpriv')) return 'needs root and setpriv'
  const { status } = spawnSync('sh', ['-c', `${NOBODY} test -r '${BIN}/dd-walk.js'`])
  return status === 0 ? false : 'needs a checkout that others may read'
}

t.test('a directory that may not be read', { skip: cannotBeNobody() }, async (t) => {
  const dir = t.testdir({ a: { f: 'x' }, b: 'x', 'c\x1b': { f: 'x' } })
  for (const name of ['a', 'c\x1b']) chmodSync(`${dir}/${name}`, 0o700)
  const line = `unset NODE_OPTIONS; dd-walk "${dir}"` // tap's own would write where nobody may
  const { status, stdout, stderr } = await shell(`${NOBODY} bash -c '${line}'`)
  t.equal(status, 1)
  t.strictSame(names(stdout, dir), ['b'])
  t.strictSame(stderr.split('\n'), [
    `dd-walk: list "${dir}/a": permission denied`,
    `dd-walk: list "${dir}/c\\u{1b}": permission denied`,
    '',
  ])
})

t.test('a reader that leaves ends it quietly, a full disk does not', async (t) => {
  const files = Array.from({ length: 500 }, (_, i) => [`file-${i}`, 'x'])
  const dir = t.testdir(Object.fromEntries(files))
  const head = await shell(`dd-walk '${dir}' | head -1 | wc -l; echo "\${PIPESTATUS[@]}"`)
  t.strictSame([head.stdout.trim().split('\n'), head.stderr], [['1', '0 0 0'], ''])
  const full = await shell(`dd-walk '${dir}' > /dev/full`)
  t.strictSame(
    [full.status, full.stderr],
    [4, 'dd-walk: write standard output: no space left on device\n'],
  )
})

t.test('two runs give the same bytes, and so does a list of the files', async (t) => {
  const dir = t.testdir({ b: { y: 'x', x: 'x' }, a: 'x', 'a-': { z: 'x' } })
  const one = await run('dd-walk', [dir])
  t.strictSame((await run('dd-walk', [dir])).raw, one.raw)
  t.strictSame(names(one.stdout, dir), ['a', 'a-/z', 'b/x', 'b/y'])
  const listed = await shell(
    `find '${dir}' -type f -print0 | LC_ALL=C sort -z | dd-walk --files0-from -`,
  )
  t.strictSame(names(listed.stdout, dir), names(one.stdout, dir))
})

const tree = {
  a: 'aa',
  'b.jpg': 'bbbb',
  '.h': 'x',
  empty: '',
  d: { 'c.jpg': 'c', e: { f: 'fff' } },
}

// prettier-ignore
const selections: [args: string[], want: string][] = [
  [[],                                        '.h a b.jpg d/c.jpg d/e/f'],
  [['--hidden'],                              '.h a b.jpg d/c.jpg d/e/f'],
  [['--no-hidden'],                           'a b.jpg d/c.jpg d/e/f'],
  [['--min-size', '0'],                       '.h a b.jpg d/c.jpg d/e/f empty'],
  [['--min-size', '2'],                       'a b.jpg d/e/f'],
  [['--max-size', '2'],                       '.h a d/c.jpg'],
  [['--min-size', '0', '--max-size', '0'],    'empty'],
  [['--name', '*.jpg'],                       'b.jpg d/c.jpg'],
  [['--name', '/*.jpg', '--name', 'f'],       'b.jpg d/e/f'],
  [['--exclude', 'e/', '--exclude', '.*'],    'a b.jpg d/c.jpg'],
  [['--exclude', '*.jpg', '--exclude', '!/b.jpg'], '.h a b.jpg d/e/f'],
  [['--max-depth', '1'],                      '.h a b.jpg'],
  [['--one-file-system'],                     '.h a b.jpg d/c.jpg d/e/f'],
  [['--newer', '2021-01-01'],                 '.h b.jpg d/c.jpg d/e/f'],
  [['--older', '2021-01-01T00:00Z'],          'a'],
  [['--newer', '1h'],                         '.h b.jpg d/c.jpg d/e/f'],
  [['--progress'],                            '.h a b.jpg d/c.jpg d/e/f'],
]

for (const [args, want] of selections)
  t.test(`${args.join(' ')} finds ${want}`, async (t) => {
    const dir = t.testdir(tree)
    utimesSync(`${dir}/a`, 1_600_000_000, 1_600_000_000)
    const { status, stdout, stderr } = await run('dd-walk', args, '', { cwd: dir })
    t.strictSame([status, stderr], [0, ''])
    t.equal(names(stdout, dir).join(' '), want)
  })

t.test('--follow writes each file once, by a name without links below its root', async (t) => {
  const dir = t.testdir({ in: { a: 'x' }, out: { b: 'x' } })
  symlinkSync('../out', `${dir}/in/dir`)
  symlinkSync('../out/b', `${dir}/in/file`)
  symlinkSync('..', `${dir}/in/loop`)
  const { status, stdout } = await run('dd-walk', ['--follow', `${dir}/in`, `${dir}/in/file`])
  t.equal(status, 0)
  const found = records(stdout).map(({ path, root }) =>
    [path, root].map((p) => p.replace(`${dir}/`, '')),
  )
  t.strictSame(found, [
    ['in/a', 'in'],
    ['in/dir/b', 'in/dir'],
  ])
})

t.test('a size that JSON cannot hold', async (t) => {
  const dir = t.testdir({ a: 'x', huge: 'x' })
  try {
    truncateSync(`${dir}/huge`, 2 ** 60)
  } catch {
    return t.comment('this file system holds no such file')
  }
  const { status, stdout, stderr } = await run('dd-walk', [dir])
  t.strictSame([status, names(stdout, dir)], [1, ['a']])
  t.match(stderr, /record ".*huge": larger than/)
})

/** A line of shell with mounts of its own, which are gone when it ends. */
const MOUNT = isRoot && has('unshare') ? false : 'needs root and unshare'
const mounted = (line: string, cwd: string) =>
  shell(`unshare -m --propagation private bash -c '${line}'`, { cwd })

t.test('a bind mount of the tree inside the tree', { skip: MOUNT }, async (t) => {
  const dir = t.testdir({ a: { x: 'x', s: { y: 'x' } }, m: {}, z: { n: {} } })
  const { stdout, stderr } = await mounted(
    'mount --bind a m && mount --bind a/s z/n && dd-walk',
    dir,
  )
  t.equal(stderr, '')
  t.strictSame(names(stdout, dir), ['a/s/y', 'a/x'])
})

t.test('another file system inside the tree', { skip: MOUNT }, async (t) => {
  const dir = t.testdir({ a: 'x', m: {} })
  const line = 'mount -t tmpfs x m && echo x > m/f && dd-walk && dd-walk --one-file-system'
  const { stdout } = await mounted(line, dir)
  t.strictSame(names(stdout, dir), ['a', 'm/f', 'a'])
})

t.test('a disk that fills up in the middle of a write', { skip: MOUNT }, async (t) => {
  const files = Array.from({ length: 100 }, (_, i) => [`file-${i}`, 'x'])
  const dir = t.testdir({ m: {}, d: Object.fromEntries(files) })
  const line = 'mount -t tmpfs -o size=8k x m && dd-walk d > m/out; echo $? $(stat -c %s m/out)'
  const { stdout, stderr } = await mounted(line, dir)
  t.strictSame(
    [stdout, stderr],
    ['4 8192\n', 'dd-walk: write standard output: no space left on device\n'],
  )
})

const POOL = MOUNT || (has('mergerfs') ? false : 'needs mergerfs')

t.test('a mergerfs pool is walked, with the advice not to', { skip: POOL }, async (t) => {
  const dir = t.testdir({ one: { a: 'x' }, two: { b: 'x' }, pool: {} })
  const line =
    'mergerfs -o minfreespace=0 "$PWD/one:$PWD/two" pool && dd-walk pool pool/a; umount pool'
  const { stdout, stderr } = await mounted(line, dir)
  if (stdout === '') return t.comment(`cannot mount one: ${stderr}`)
  t.strictSame(names(stdout, dir), ['pool/a', 'pool/b'])
  const advice = 'is a mergerfs pool: walk its branches, one dd-walk a disk:'
  t.equal(stderr, `dd-walk: "${dir}/pool" ${advice} "${dir}/one" "${dir}/two"\n`)
})
