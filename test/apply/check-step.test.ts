import { execFileSync } from 'node:child_process'
import * as fs from 'node:fs'
import t from 'tap'
import { checkStep, knownHash } from '../../lib/apply/check-step.js'
import { blake3 } from '../../lib/digest/blake3.js'
import type { Disk } from '../../lib/fs/disk.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import type { FileRecord } from '../../lib/record/file.js'
import type { Clock } from '../../lib/record/proof.js'
import type { Op, StepRecord } from '../../lib/record/step.js'
import { before, fails, fixedDir, runOn, UNASKED } from '../helper/apply-run.js'
import { calls, noNative } from '../helper/native.js'
import { pair } from '../helper/pair.js'
import { LONG_AGO, Scratch, step } from '../helper/scratch.js'

type Change = (scratch: Scratch) => unknown

const FILE_TIME = 1_500_000_000
const OTHER = 'the_same_content'
const nothing: Change = () => {}
const write =
  (name: string, content: string, seconds: number): Change =>
  (s) =>
    s.write(name, content, seconds)

/** Put something else in the place of a name. */
function replace(name: string, make: (path: Buffer, scratch: Scratch) => void): Change {
  return (scratch) => {
    fs.renameSync(scratch.at(name), scratch.at('was')) // not removed: its inode could come again
    make(scratch.at(name), scratch)
  }
}

const fifo = (path: Buffer) => execFileSync('mkfifo', [String(path)])
const another = (path: Buffer) => {
  fs.writeFileSync(path, 'the same content')
  fs.utimesSync(path, FILE_TIME, FILE_TIME)
}
const linkTo = (target: string) => (path: Buffer) => fs.symlinkSync(target, path)

// prettier-ignore
const cases: [name: string, op: Op, change: Change, code: string | undefined][] = [
  ['as planned: delete',              'delete',   nothing,                                          undefined],
  ['as planned: hardlink',            'hardlink', nothing,                                          undefined],
  ['as planned: reflink',             'reflink',  nothing,                                          undefined],
  ['as planned: symlink',             'symlink',  nothing,                                          undefined],
  ['as planned: move',                'move',     nothing,                                          undefined],
  ['the file is gone',                'delete',   (s) => s.remove('dir/file'),                      'gone'],
  ['it grew',                         'delete',   write('dir/file', 'the same content.', FILE_TIME), 'changed'],
  ['it shrank',                       'delete',   write('dir/file', 'the same conten', FILE_TIME),  'changed'],
  ['it was touched',                  'delete',   write('dir/file', 'the same content', FILE_TIME + 1), 'changed'],
  ['rewritten, size and time put back', 'delete', write('dir/file', OTHER, FILE_TIME),              'differs'],
  ['another file of the same bytes',  'delete',   replace('dir/file', another),                     'changed'],
  ['a symlink to the keeper',         'delete',   replace('dir/file', linkTo('../keep/keep')),      'changed'],
  ['a FIFO',                          'delete',   replace('dir/file', fifo),                        'changed'],
  ['a directory',                     'delete',   replace('dir/file', (path) => fs.mkdirSync(path)), 'changed'],
  ['its directory is gone',           'delete',   replace('dir', () => {}),                         'gone'],
  ['its directory is a file',         'delete',   replace('dir', another),                          'changed'],
  ['its directory is a symlink',      'delete',   (s) => { fs.renameSync(s.at('dir'), s.at('moved')); fs.symlinkSync('moved', s.at('dir')) }, 'changed'],
  ['the keeper is gone',              'hardlink', (s) => s.remove('keep/keep'),                     'gone'],
  ['it grew',                         'hardlink', write('keep/keep', 'the same content.', LONG_AGO), 'changed'],
  ['rewritten, size and time put back', 'hardlink', write('keep/keep', OTHER, LONG_AGO),            'differs'],
  ['the keeper is another file',      'delete',   replace('keep/keep', another),                    'changed'],
  ['the keeper is a symlink to the file', 'delete', replace('keep/keep', linkTo('../dir/file')),    'changed'],
  ['the keeper is a FIFO',            'delete',   replace('keep/keep', fifo),                       'changed'],
  ['its directory is gone',           'delete',   replace('keep', () => {}),                        'gone'],
  ['its mode is another now',         'hardlink', (s) => fs.chmodSync(s.at('dir/file'), 0o600),      'metadata'],
  ['its mode is another now',         'delete',   (s) => fs.chmodSync(s.at('dir/file'), 0o600),      undefined],
  ['it has another name',             'hardlink', (s) => s.link('dir/other', 'dir/file'),            undefined],
  ['the destination is taken',        'move',     (s) => s.write('to/file', 'the same content'),    'exists'],
  ['linked meanwhile: hardlink',      'hardlink', replace('dir/file', (path, s) => fs.linkSync(s.at('keep/keep'), path)), 'already'],
  ['linked meanwhile: delete',        'delete',   replace('dir/file', (path, s) => fs.linkSync(s.at('keep/keep'), path)), 'changed'],
]

for (const [name, op, change, code] of cases)
  t.test(`${op}: ${name}`, async (t) => {
    const { scratch, step } = pair(t, op)
    change(scratch)
    const names = scratch.names()
    const run = runOn(UNASKED)
    const looked = checkStep(run, step)
    if (code === undefined) t.match(await looked, { hash: /^blake3:[0-9a-f]{64}$/, trusted: false })
    else await t.rejects(looked, { code })
    t.strictSame(scratch.names(), names, 'looking changes nothing')
    run.dirs.closeAll()
  })

t.test('one name under two paths', async (t) => {
  const scratch = new Scratch(t)
  const file = scratch.write('real/a')
  fs.symlinkSync('real', scratch.at('alias'))
  const alias = {
    ...file,
    path: `${scratch.root}/alias/a`,
    root: `${scratch.root}/alias`,
  } as typeof file
  await t.rejects(checkStep(runOn(), step('delete', file, alias)), { code: 'one-name' })
  await t.rejects(checkStep(runOn(), step('delete', alias, file)), { code: 'one-name' })
})

t.test('one name under two paths, of a file that has another name, too', async (t) => {
  const scratch = new Scratch(t)
  const file = scratch.write('real/a')
  scratch.link('other', 'real/a')
  fs.symlinkSync('real', scratch.at('alias'))
  const root = `${scratch.root}/alias`
  const alias = { ...file, path: `${root}/a`, root } as typeof file
  await t.rejects(checkStep(runOn(), step('delete', file, alias)), { code: 'one-name' })
})

t.test('a file that is mounted on another name is no hard link', async (t) => {
  const scratch = new Scratch(t)
  const [file, other] = [scratch.write('a'), scratch.write('b')]
  const one = scratch.stat('a')
  const fstat: Disk['fstat'] = (fd) => {
    const stat = realDisk().fstat(fd)
    return String(stat.ino) === other.ino ? one : stat
  }
  const keep = { ...file, path: String(scratch.at('b')) } as typeof file
  await t.rejects(checkStep(runOn({ fstat }), step('hardlink', file, keep)), { code: 'one-name' })
})

t.test('another name of the same file may be deleted, for the file stays', async (t) => {
  const scratch = new Scratch(t)
  scratch.write('a')
  const [b, a] = [scratch.link('b', 'a'), scratch.record('a')]
  t.ok(await checkStep(runOn(), step('delete', b, a)))
  await t.rejects(checkStep(runOn(), step('hardlink', b, a)), { code: 'already' })
})

/** What is said to be on a file system in memory, another than everything else is on. */
function inMemory(ino: bigint): Partial<Disk> {
  const TMPFS = 0x01021994
  const fstat: Disk['fstat'] = (fd) => {
    const stat = realDisk().fstat(fd)
    return stat.ino === ino ? Object.assign(stat, { dev: stat.dev + 1n }) : stat
  }
  const fileSystem = (fd: number) => (realDisk().fstat(fd).ino === ino ? TMPFS : 0xef53)
  return { ...UNASKED, fstat, fileSystem }
}

// prettier-ignore
const memory: [op: Op, what: string, allowTmpfs: boolean, code: string | undefined][] = [
  ['delete',   'keep/keep', false, 'volatile'],
  ['symlink',  'keep/keep', false, 'volatile'],
  ['hardlink', 'keep/keep', false, undefined], // it fails by itself
  ['move',     'keep/keep', false, undefined],
  ['move',     'to',        false, 'volatile'],
  ['move',     'to',        true,  undefined],
  ['delete',   'keep/keep', true,  undefined],
  ['delete',   'dir/file',  false, undefined],
]

for (const [op, what, allowTmpfs, code] of memory)
  t.test(`${op}: ${what} is in memory, ${allowTmpfs ? '' : 'not '}allowed`, async (t) => {
    const { scratch, step } = pair(t, op)
    fs.mkdirSync(scratch.at('to'))
    const run = runOn(inMemory(scratch.stat(what).ino), { allowTmpfs })
    const looked = checkStep(run, step)
    code ? await t.rejects(looked, { code }) : t.ok(await looked)
    run.dirs.closeAll()
  })

for (const name of ['dir/file', 'keep/keep'])
  t.test(`${name} is open for writing`, { skip: noNative }, async (t) => {
    const { scratch, step } = pair(t, 'delete')
    const fd = fs.openSync(scratch.at(name), 'r+')
    await t.rejects(checkStep(runOn(), step), { code: 'busy' })
    fs.closeSync(fd)
    t.ok(await checkStep(runOn(), step))
  })

t.test('--min-age looks at the file, not at its keeper', async (t) => {
  const now = Date.now() / 1000
  const scratch = new Scratch(t)
  const [young, old] = [scratch.write('young', 'x', now + 999), scratch.write('old', 'x', now - 60)]
  const run = () => runOn({}, { minAgeMs: 60_000 })
  await t.rejects(checkStep(run(), step('delete', young, old)), { code: 'young' })
  t.ok(await checkStep(run(), step('delete', old, young)))
})

t.test('a file from tomorrow is not young where no age is asked for', async (t) => {
  const scratch = new Scratch(t)
  const [file, keep] = [scratch.write('a', 'x', Date.now() / 1000 + 999), scratch.write('b', 'x')]
  t.ok(await checkStep(runOn(), step('delete', file, keep)))
})

t.test('files of one name in two directories', async (t) => {
  const scratch = new Scratch(t)
  t.ok(
    await checkStep(runOn(), step('delete', scratch.write('a/x', 'x'), scratch.write('b/x', 'x'))),
  )
})

for (const [what, uid, gid] of [
  ['owner', 1, 0],
  ['group', 0, 1],
] as const)
  // prettier-ignore
  t.test(`another ${what}`, { skip: process.getuid?.() !== 0 && 'needs root' }, async (t) => {
    const { scratch, step } = pair(t, 'hardlink')
    fs.chownSync(scratch.at('dir/file'), uid, gid)
    await t.rejects(checkStep(runOn(), step), { code: 'metadata' })
    t.ok(await checkStep(runOn(), { ...step, metadata: 'ignore' }))
  })

t.test('a move to a directory whose names are to stay', async (t) => {
  const { scratch, step } = pair(t, 'move')
  fs.mkdirSync(scratch.at('to'))
  const run = runOn(fixedDir(scratch.stat('to').ino))
  await t.rejects(checkStep(run, step), { code: 'EPERM', message: /^its destination is immutable/ })
  run.dirs.closeAll()
})

t.test('extended attributes', { skip: noNative }, async (t) => {
  const { scratch, step } = pair(t, 'hardlink')
  const fd = fs.openSync(scratch.at('dir/file'), 'r')
  calls.setXattr(fd, 'user.note', Buffer.from('x'))
  fs.closeSync(fd)
  await t.rejects(checkStep(runOn(), step), { code: 'metadata' })
  t.ok(await checkStep(runOn(), { ...step, metadata: 'ignore' }))
  t.ok(await checkStep(runOn(), { ...step, op: 'delete' }))
})

t.test('a partial is the beginning of its keeper', async (t) => {
  const scratch = new Scratch(t)
  const whole = scratch.write('whole', 'abcdef')
  const [part, other] = [scratch.write('part', 'abc'), scratch.write('other', 'abd')]
  const partial = (file: typeof part) => step('delete', file, whole, { why: 'partial' })
  t.ok(await checkStep(runOn(), partial(part)))
  await t.rejects(checkStep(runOn(), partial(other)), { code: 'differs' })
})

// prettier-ignore
const zeros: [name: string, content: string, keep: string, code: string | undefined][] = [
  ['of the size of its keeper',           'abc\0\0\0',  'abcdef',  undefined],
  ['larger than its keeper',              'abc\0\0\0',  'abcd',    undefined],
  ['smaller than its keeper',             'abc\0\0\0',  'abcdefg', undefined],
  ['all of its keeper, and zeros',        'abc\0\0\0',  'abc',     undefined],
  ['the same',                            'abc\0\0\0',  'abc\0\0\0', undefined],
  ['another beginning',                   'abx\0\0\0',  'abcdef',  'differs'],
  ['no zero right behind it',             'abcd\0\0',   'abcdef',  'differs'],
  ['no zero at its end',                  'abc\0\0d',   'abcdef',  'differs'],
]

for (const [name, content, whole, code] of zeros)
  t.test(`a partial with zeros at its end: ${name}`, async (t) => {
    const scratch = new Scratch(t)
    const [file, keep] = [scratch.write('part', content), scratch.write('whole', whole)]
    const looked = checkStep(runOn(), step('delete', file, keep, { why: 'partial', bytes: 3 }))
    if (code) await t.rejects(looked, { code })
    else t.match(await looked, { hash: `blake3:${blake3().hex(Buffer.from(content))}` })
  })

const touched: Change = (s) => s.write('a', '', FILE_TIME)

// prettier-ignore
const alone: [op: Op, name: string, size: number, change: Change, code: string | undefined][] = [
  ['delete',    'empty',               0, nothing, undefined],
  ['move',      'empty',               0, nothing, undefined],
  ['hardlink',  'empty',               0, nothing, 'no-keeper'],
  ['reflink',   'empty',               0, nothing, 'no-keeper'],
  ['symlink',   'empty',               0, nothing, 'no-keeper'],
  ['pool-link', 'empty',               0, nothing, 'no-keeper'],
  ['delete',    'that was touched',    0, touched, 'changed'],
  ['move',      'that was touched',    0, touched, 'changed'],
  ['delete',    'with content',        1, nothing, 'content'],
  ['move',      'with content',        1, nothing, undefined],
]

for (const [op, name, size, change, code] of alone)
  t.test(`${op} of a file without a keeper, ${name}`, async (t) => {
    const scratch = new Scratch(t)
    const planned = step(op, scratch.write('a', 'x'.repeat(size)))
    change(scratch)
    const looked = checkStep(runOn(), planned)
    code ? await t.rejects(looked, { code }) : t.match(await looked, { trusted: true })
  })

t.test('what the plan says of the content must be true, even where both agree', async (t) => {
  const hash = blake3().hex(Buffer.from('the same content'))
  const good = pair(t, 'delete', { algo: 'blake3', hash })
  t.match(await checkStep(runOn(), good.step), { hash: `blake3:${hash}` })
  const bad = pair(t, 'delete', { algo: 'blake3', hash: 'ab'.repeat(32) })
  await t.rejects(checkStep(runOn(), bad.step), { code: 'changed' })
  const other = pair(t, 'delete', { algo: 'sha1', hash: 'ab'.repeat(20) })
  t.match(await checkStep(runOn(), other.step), { hash: `blake3:${hash}` }, 'bytes say more')
  const none = pair(t, 'delete', { algo: 'blake3' })
  t.match(await checkStep(runOn(), none.step), { hash: `blake3:${hash}` }, 'it says nothing')
})

/** A disk on which the last change of everything was some time ago. */
function aged(ms: number): Partial<Disk> {
  const back = BigInt(ms) * 1_000_000n
  const age = (stat: fs.BigIntStats) =>
    Object.assign(Object.create(Object.getPrototypeOf(stat)), stat, {
      ctimeNs: stat.ctimeNs - back,
      ctimeMs: stat.ctimeMs - BigInt(ms),
    })
  return { fstat: (fd) => age(realDisk().fstat(fd)) }
}

function agedStep(step: StepRecord, ms: number): StepRecord {
  const age = <T extends { ctimeNs: string }>(file: T) => ({
    ...file,
    ctimeNs: String(BigInt(file.ctimeNs) - BigInt(ms) * 1_000_000n),
  })
  return { ...step, file: age(step.file), ...(step.keep && { keep: age(step.keep) }) } as StepRecord
}

/** A digest, and when it was read: so long before now, in milliseconds. */
const known = (agoMs: number, algo = 'sha256') => ({
  algo,
  hash: 'ab'.repeat(32),
  readNs: `${Date.now() - agoMs}000000`,
})

type Known = Partial<ReturnType<typeof known>>

/** A step whose files were last changed `ms` ago, and read as it says. */
function readStep(step: StepRecord, ms: number, file: Known, keep: Known = file): StepRecord {
  const { file: old, keep: oldKeep, ...rest } = agedStep(step, ms)
  const read = <T extends object>(one: T, { readNs }: Known) => ({ ...one, ...(readNs && { readNs }) }) // prettier-ignore
  const { algo, hash } = file
  const digest = { ...(algo && { algo }), ...(hash && { hash }) }
  return { ...rest, ...digest, file: read(old, file), keep: read(oldKeep!, keep) } as StepRecord
}

const MINUTE = 60_000
const own: Clock = 'own'

// prettier-ignore
const trust: [name: string, file: Known, keep: Known, ms: number, clocks: [file: Clock, keep: Clock], change: Change, trusted: boolean][] = [
  ['a digest, read long after',         known(0),           known(0),         60 * MINUTE, [own, own],       nothing, true],
  ['no digest',                         {},                 known(0),          2 * MINUTE, [own, own],       nothing, false],
  ['nobody knows when it was read',     { ...known(0), readNs: undefined! }, known(0), 2 * MINUTE, [own, own], nothing, false],
  ['nor when its keeper was',           known(0),           {},                2 * MINUTE, [own, own],       nothing, false],
  ['an algorithm that we do not have',  known(0, 'crc128'), known(0),          2 * MINUTE, [own, own],       nothing, false],
  ['MD5, of which there are pairs',     known(0, 'md5'),    known(0),          2 * MINUTE, [own, own],       nothing, false],
  ['SHA-1, too',                        known(0, 'sha1'),   known(0),          2 * MINUTE, [own, own],       nothing, false],
  ['read too soon after a change',      known(2 * MINUTE),  known(0),          3 * MINUTE - 500, [own, own], nothing, false],
  ['the keeper was',                    known(0),           known(2 * MINUTE), 3 * MINUTE - 500, [own, own], nothing, false],
  ['read later than now',               known(-5 * MINUTE), known(0),          2 * MINUTE, [own, own],       nothing, false],
  ['in memory',                         known(0),           known(0),          2 * MINUTE, ['none', own],    nothing, false],
  ['its keeper in memory',              known(0),           known(0),          2 * MINUTE, [own, 'none'],    nothing, false],
  ['times kept elsewhere: not in a day', known(0),          known(0),          2 * MINUTE, ['foreign', own], nothing, false],
  ['those of the keeper: nor then',     known(0),           known(0),          2 * MINUTE, [own, 'foreign'], nothing, false],
  ['but after a day',                   known(0),           known(0),      1500 * MINUTE, ['foreign', 'foreign'], nothing, true],
  ['the inode of the file changed since', known(0),         known(0),          2 * MINUTE, [own, own],       (s) => fs.chmodSync(s.at('dir/file'), 0o600), false],
  ['that of the keeper did',            known(0),           known(0),          2 * MINUTE, [own, own],       (s) => fs.chmodSync(s.at('keep/keep'), 0o600), false],
]

for (const [name, file, keep, ms, clocks, change, trusted] of trust)
  t.test(`--verify stat: ${name}`, async (t) => {
    const { scratch, step } = pair(t, 'delete')
    change(scratch)
    let reads = 0
    const read = before(realDisk().read, () => reads++)
    const { ino } = scratch.stat('dir/file')
    const clock = (fd: number) => clocks[fs.fstatSync(fd, { bigint: true }).ino === ino ? 0 : 1]
    const run = runOn({ ...aged(ms), read, clock }, { verify: 'stat' })
    const made = readStep(step, ms, file, keep)
    const looked = await checkStep(run, made)
    t.equal(looked.trusted, trusted)
    t.equal(reads === 0, trusted, 'bytes are read, or not')
    run.dirs.closeAll()
  })

t.test('--verify bytes believes no digest', async (t) => {
  const { step } = pair(t, 'delete')
  const run = runOn({ ...aged(60 * MINUTE), clock: () => own })
  t.match(await checkStep(run, readStep(step, 60 * MINUTE, known(0))), { trusted: false })
})

t.test('a name that several branches of a pool have', async (t) => {
  const { step } = pair(t, 'delete')
  await t.rejects(checkStep(runOn({ copies: () => 2 }), step), { code: 'shadow' })
  t.ok(await checkStep(runOn({ copies: () => 1 }), step))
})

t.test('--verify stat does not believe in spite of a rewrite', async (t) => {
  const { scratch, step } = pair(t, 'delete')
  scratch.write('dir/file', OTHER, FILE_TIME)
  const run = runOn({ ...aged(2 * MINUTE), clock: () => own }, { verify: 'stat' })
  await t.rejects(checkStep(run, readStep(step, 2 * MINUTE, known(0))), { code: 'differs' })
})

t.test('a dry run reads no content and syncs nothing', async (t) => {
  const { step } = pair(t, 'delete')
  const run = runOn({
    read: () => t.fail('it read') as never,
    sync: () => t.fail('it synced') as never,
  })
  t.ok(await checkStep(run, step, false))
})

t.test('the keeper is durable before anything is done', async (t) => {
  const { step } = pair(t, 'delete')
  let synced = 0
  await checkStep(runOn({ sync: () => void synced++ }), step)
  t.equal(synced, 1)
  await t.rejects(checkStep(runOn({ sync: fails('EIO') }), step), { code: 'EIO' })
})

t.test('a file that cannot be opened or read', async (t) => {
  const { step } = pair(t, 'delete')
  await t.rejects(checkStep(runOn({ open: fails('EACCES') }), step), { code: 'EACCES' })
  await t.rejects(checkStep(runOn({ read: fails('EIO') }), step), { code: 'EIO' })
})

t.test('digests that can be checked later', async (t) => {
  const { step } = pair(t, 'delete')
  const { algo, hash } = known(0)
  t.equal(knownHash({ ...step, algo, hash }), `sha256:${hash}`)
  t.equal(knownHash({ ...step, hash, algo: 'crc128' }), '')
  t.equal(knownHash(step), '')
})

t.test('--verify stat: the digest of a partial file says nothing of its keeper', async (t) => {
  const scratch = new Scratch(t)
  const whole = scratch.write('whole', 'abcdef')
  const ms = 2 * MINUTE
  const run = runOn({ ...aged(ms), clock: () => own }, { verify: 'stat' })
  for (const [content, bytes] of [
    ['abd', undefined],
    ['abd\0\0\0', 3],
  ] as const) {
    const file = scratch.write('part', content)
    const hash = blake3().hex(Buffer.from(content))
    const fields = { why: 'partial', algo: 'blake3', hash, ...(bytes && { bytes }) } as const
    const { readNs } = known(0)
    const [part, keep] = [file, whole].map((one) => ({ ...one, ctimeNs: agedBy(one, ms), readNs }))
    await t.rejects(checkStep(run, step('delete', part!, keep, fields)), { code: 'differs' })
  }
})

function agedBy({ ctimeNs }: FileRecord, ms: number): string {
  return String(BigInt(ctimeNs) - BigInt(ms) * 1_000_000n)
}
