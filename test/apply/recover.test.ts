import { closeSync, openSync } from 'node:fs'
import t from 'tap'
import { SILENT } from '../helper/rows.js'
import { Pace } from '../../lib/apply/pace.js'
import { recover, type Way } from '../../lib/apply/recover.js'
import type { Row } from '../../lib/apply/journal-row.js'
import type { Op, StepRecord } from '../../lib/record/step.js'
import type { Disk } from '../../lib/fs/disk.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import { before, fails, runOn } from '../helper/apply-run.js'
import {
  all,
  journaledStep,
  left,
  linked,
  removed,
  renamed,
  written,
  type Since,
} from '../helper/left.js'
import { noNative } from '../helper/native.js'
import { AWAY, BOTH, pair, TEMP } from '../helper/pair.js'
import { CONTENT, poolPair } from '../helper/pool-pair.js'
import { content } from '../helper/sandbox.js'
import { Scratch, step } from '../helper/scratch.js'

const disk = realDisk()

const FILE = 'dir/file'
const aside = renamed(FILE, `dir/${AWAY}`)
const waiting = linked(`dir/${TEMP}`, 'keep/keep')
const arrived = all(written('to/x'), removed('to/x'), linked('to/file', FILE))

/** As its beginning the keeper holds the bytes still. */
const grown = written('keep/keep', 'the same content, and more')
const hurt = written('keep/keep', 'the_same_content')

const GONE = ['dir/', 'keep/', 'keep/keep']
const MOVED = [...GONE, 'to/', 'to/file']

// prettier-ignore
const crashes: [op: Op, since: Since, way: Way, status: string, error: string, names: string[]][] = [
  ['delete',   () => {},                  'finish', 'DELETED', '',            GONE],
  ['delete',   () => {},                  'back',   'SKIPPED', 'rolled back', BOTH],
  ['delete',   aside,                     'finish', 'DELETED', '',            GONE],
  ['delete',   aside,                     'back',   'SKIPPED', 'rolled back', BOTH],
  ['delete',   removed(FILE),             'finish', 'DELETED', '',            GONE],
  ['delete',   removed(FILE),             'back',   'DELETED', '',            GONE],
  ['delete',   all(aside, written('keep/keep')), 'finish', 'SKIPPED', 'changed: the keeper changed since the step began', BOTH],
  ['delete',   all(aside, grown),         'finish', 'SKIPPED', 'changed: the keeper changed since the step began', BOTH],
  ['delete',   all(aside, hurt),          'finish', 'SKIPPED', 'differs: its bytes differ from the keeper', BOTH],
  ['hardlink', all(waiting, grown),       'finish', 'SKIPPED', 'changed: the keeper changed since the step began', BOTH],
  ['move',     grown,                     'finish', 'MOVED',   '',            MOVED],
  ['delete',   all(aside, removed('keep/keep')), 'finish', 'SKIPPED', 'gone: the keeper is gone', [...BOTH.slice(0, 3)]],
  ['hardlink', waiting,                   'finish', 'LINKED',  '',            BOTH],
  ['hardlink', waiting,                   'back',   'SKIPPED', 'rolled back', BOTH],
  ['hardlink', all(waiting, aside),       'finish', 'LINKED',  '',            BOTH],
  ['hardlink', all(waiting, aside),       'back',   'SKIPPED', 'rolled back', BOTH],
  ['move',     arrived,                   'finish', 'MOVED',   '',            MOVED],
  ['move',     arrived,                   'back',   'SKIPPED', 'rolled back', [...BOTH, 'to/']],
  ['move',     all(arrived, removed(FILE)), 'back', 'MOVED',   '',            MOVED],
] // prettier-ignore

for (const [i, [op, since, way, status, error, names]] of crashes.entries())
  t.test(`${op}, ${way}: ${status} (${i})`, async (t) => {
    const { scratch, run, row } = await left(t, op, since)
    t.strictSame(await recover(run, SILENT, row, way), { ...row, status, error })
    t.strictSame(scratch.names(), names)
    const again = await recover(run, SILENT, row, way)
    t.equal(again.status === 'SKIPPED', status === 'SKIPPED', 'a second time')
    t.strictSame(scratch.names(), names)
  })

t.test('a file that was the beginning of its keeper', async (t) => {
  const { scratch, step } = pair(t, 'delete', { why: 'partial' })
  const keep = (grown(scratch), scratch.record('keep/keep'))
  const { run, row } = await journaledStep(t, { ...step, keep })
  t.equal(row.to, 'partial')
  t.equal((await recover(run, SILENT, row, 'finish')).status, 'DELETED')
  t.strictSame(scratch.names(), GONE)
})

// prettier-ignore
const zeros: [name: string, content: string, fields: Partial<StepRecord>, status: string, names: readonly string[]][] = [
  ['deleted',           'the same\0\0\0', {},             'DELETED', GONE],
  ['moved',             'the same\0\0\0', { op: 'move' }, 'MOVED',   MOVED],
  ['larger than it is', 'the same' + '\0'.repeat(99), {}, 'DELETED', GONE],
]

for (const [name, content, fields, status, names] of zeros)
  t.test(`a beginning of its keeper with zeros at its end, ${name}`, async (t) => {
    const { scratch, step, keep } = pair(t, fields.op ?? 'delete', { why: 'partial', bytes: 8 })
    const file = scratch.write(FILE, content)
    const { run, row } = await journaledStep(t, { ...step, file, keep })
    t.strictSame(await recover(run, SILENT, row, 'finish'), { ...row, status, error: '' })
    t.strictSame(scratch.names(), names)
  })

t.test('a beginning with zeros, whose keeper is another by now', async (t) => {
  const { scratch, step, keep } = pair(t, 'delete', { why: 'partial', bytes: 8 })
  const file = scratch.write(FILE, 'the same\0\0\0')
  const { run, row } = await journaledStep(t, { ...step, file, keep })
  scratch.write('keep/keep', 'the sane content')
  t.match(await recover(run, SILENT, row, 'finish'), { status: 'SKIPPED', error: /^differs: / })
  t.strictSame(scratch.names(), BOTH)
})

t.test('a step that fails in the recovery is looked at, too', async (t) => {
  const { scratch, run, row } = await left(t, 'delete', () => {}, { renameAside: fails('EDQUOT') })
  t.match(await recover(run, SILENT, row, 'finish'), { status: 'FAILED', error: /^EDQUOT: / })
  t.strictSame(scratch.names(), BOTH)
})

t.test('its directory is not there: it stays unfinished', async (t) => {
  const { run, row } = await left(t, 'delete', renamed('dir', 'elsewhere'))
  await t.rejects(recover(run, SILENT, row, 'finish'), { code: 'gone' })
})

t.test('a signal ends it, and it stays unfinished', async (t) => {
  const large = content(1, 3 * 2 ** 20)
  const since = (s: Parameters<Since>[0]) => [FILE, 'keep/keep'].map((name) => s.write(name, large))
  const { scratch, row } = await left(t, 'delete', since)
  const pace = new Pace()
  const run = runOn({}, {}, pace)
  pace.stop()
  const grown = { ...row, size: String(large.length), mtimeNs: scratch.record(FILE).mtimeNs! }
  await t.rejects(recover(run, SILENT, grown, 'finish'), { code: 'interrupted' })
  t.strictSame(scratch.names(), BOTH)
  run.dirs.closeAll()
})

// What happens while the step is carried out again.
// prettier-ignore
const again: [name: string, calls: (pace: Pace) => Partial<Disk>, code: string, names: string[]][] = [
  ['a signal comes',           (pace) => ({ renameAside: before(disk.renameAside, () => pace.stop()) }), 'interrupted', BOTH],
  ['it cannot be put back',    () => ({ unlink: fails('EIO'), renameNoReplace: fails('EROFS') }),        'stranded',    ['dir/', `dir/${AWAY}`, 'keep/', 'keep/keep']],
]

for (const [name, calls, code, names] of again)
  t.test(`carried out again, ${name}: it stays unfinished`, async (t) => {
    const { scratch, step } = pair(t, 'delete', {}, 'x'.repeat(3 * 2 ** 20))
    const { row } = await journaledStep(t, step)
    const pace = new Pace()
    const run = runOn(calls(pace), {}, pace)
    t.teardown(() => run.dirs.closeAll())
    await t.rejects(recover(run, SILENT, row, 'finish'), { code })
    t.strictSame(scratch.names(), names)
  })

t.test('the name of the keeper is durable before the file goes', async (t) => {
  const { scratch, step } = pair(t, 'delete')
  const { row } = await journaledStep(t, step)
  const done: unknown[] = []
  const run = runOn({
    sync: before(disk.sync, (fd) => done.push(disk.fstat(fd).ino)),
    unlink: before(disk.unlink, () => done.push('unlink')),
  })
  t.teardown(() => run.dirs.closeAll())
  t.equal((await recover(run, SILENT, row, 'finish')).status, 'DELETED')
  const keeper = done.lastIndexOf(scratch.stat('keep').ino)
  t.ok(keeper >= 0 && keeper < done.indexOf('unlink'))
})

// prettier-ignore
const alone: [op: Op, fields: Partial<StepRecord>, status: string, names: string[]][] = [
  ['delete', { why: 'empty' }, 'DELETED', []],
  ['move',   { why: 'undo' },  'MOVED',   ['to/', 'to/file']],
]

for (const [op, fields, status, names] of alone)
  t.test(`without a keeper: ${op}`, async (t) => {
    const scratch = new Scratch(t)
    const file = scratch.write('file', op === 'delete' ? '' : 'content')
    const to = op === 'move' ? { to: `${scratch.root}/to/file` } : {}
    const { run, row } = await journaledStep(t, step(op, file, undefined, { ...fields, ...to }))
    t.strictSame(await recover(run, SILENT, row, 'finish'), { ...row, status, error: '' })
    t.strictSame(scratch.names(), names)
  })

// prettier-ignore
const copies: [name: string, fields: Partial<Row>, status: string, error: RegExp][] = [
  ['of no known digest',      { hash: '' },                             'COPIED',  /^$/],
  ['of another digest',       { hash: `blake3:${'ab'.repeat(32)}` },    'SKIPPED', /^changed: its content is no longer what it was/],
]

for (const [name, fields, status, error] of copies)
  t.test(`a copy ${name}`, async (t) => {
    const { scratch, file, keep } = pair(t, 'delete')
    scratch.remove(FILE)
    const { run, row } = await journaledStep(t, step('copy', file, keep, { why: 'undo' }))
    t.match(await recover(run, SILENT, { ...row, ...fields }, 'finish'), { status, error })
    t.equal(scratch.exists(FILE), status === 'COPIED')
  })

t.test('a copy has the attributes that its row says', { skip: noNative }, async (t) => {
  const { scratch, file, keep } = pair(t, 'delete')
  scratch.remove(FILE)
  const { run, row } = await journaledStep(t, step('copy', file, keep, { why: 'undo' }))
  const xattrs = '[["user.note","eA=="]]'
  t.equal((await recover(run, SILENT, { ...row, xattrs }, 'finish')).status, 'COPIED')
  const fd = openSync(scratch.at(FILE), 'r')
  t.equal(disk.xattrs(fd), xattrs)
  closeSync(fd)
})

t.test('a copy that is to be another name of what was restored', async (t) => {
  const { scratch, file, keep } = pair(t, 'delete')
  renamed(FILE, 'dir/first')(scratch)
  const link = { path: `${scratch.root}/dir/first` }
  const { run, row } = await journaledStep(t, step('copy', file, keep, { why: 'undo', link }))
  t.equal((await recover(run, SILENT, row, 'finish')).status, 'COPIED')
  t.equal(scratch.stat(FILE).ino, scratch.stat('dir/first').ino)
})

// What is to be removed with a pool link is what is made for it now, not what the row says.
// prettier-ignore
const links: [name: string, since: Since, way: Way, status: string, made: string][] = [
  ['nothing of it is there',         () => {},                                'finish', 'LINKED',  '2'],
  ['a directory came',               (s) => s.write('a/s/x'),                 'finish', 'LINKED',  '1'],
  ['a file that will do came',       (s) => s.write('a/s/t/d', CONTENT),      'finish', 'LINKED',  ''],
  ['it is to be taken back',         () => {},                                'back',   'SKIPPED', '2'],
]

for (const [name, since, way, status, made] of links)
  t.test(`a pool link: ${name}`, async (t) => {
    const { scratch, step } = poolPair(t)
    const { run, row } = await journaledStep(t, step)
    t.equal(row.made, '2')
    since(scratch)
    t.match(await recover(run, SILENT, row, way), { status, made })
    t.equal(scratch.exists('b/s/t/d'), way === 'back')
  })
