import { chmodSync, mkdirSync, symlinkSync } from 'node:fs'
import t from 'tap'
import { checkRestore, restore } from '../../lib/apply/restore.js'
import { isRestored } from '../../lib/apply/scene.js'
import { digestHex } from '../../lib/digest/digest.js'
import type { Disk } from '../../lib/fs/disk.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import type { StepRecord } from '../../lib/record/step.js'
import { before, fails, fixedDir, runOn, beforeTakingAway } from '../helper/apply-run.js'
import { calls, noNative } from '../helper/native.js'
import { carryOut, pair, TEMP } from '../helper/pair.js'
import { poolPair } from '../helper/pool-pair.js'
import { Scratch, step } from '../helper/scratch.js'

type Change = (scratch: Scratch) => unknown

/** A step that makes `dir/file` again, which was of another mode and time than its keeper. */
function lost(
  t: Parameters<typeof pair>[0],
  standing: Change = () => {},
  fields: Partial<StepRecord> = {},
) {
  const scratch = new Scratch(t)
  scratch.write('dir/file', 'the same content', 1_500_000_000)
  chmodSync(scratch.at('dir/file'), 0o640)
  const file = scratch.record('dir/file')
  const keep = scratch.write('keep/keep', 'the same content')
  scratch.remove('dir/file')
  standing(scratch)
  const hash = digestHex('blake3', Buffer.from('the same content'))
  const copy = step('copy', file, keep, { why: 'undo', algo: 'blake3', hash, ...fields })
  return { scratch, file, step: copy }
}

const hardlink: Change = (s) => s.link('dir/file', 'keep/keep')
const symlink: Change = (s) => symlinkSync(s.at('keep/keep'), s.at('dir/file'))

for (const [name, standing] of [
  ['nothing', () => {}],
  ['hardlink', hardlink],
  ['symlink', symlink],
] as const)
  for (const [way, calls] of [
    ['', {}],
    [' without exchange', { exchange: undefined as never }],
  ] as const)
    t.test(`where ${name} stands${way}`, async (t) => {
      const { scratch, file, step } = lost(t, standing)
      const run = runOn(calls)
      t.equal((await checkRestore(run, step)).standing, name === 'nothing' ? '' : name)
      t.equal(await carryOut(run, step), 'COPIED')
      t.strictSame(scratch.names(), ['dir/', 'dir/file', 'keep/', 'keep/keep'])
      t.equal(scratch.read('dir/file'), 'the same content')
      t.ok(isRestored(scratch.stat('dir/file'), file))
      t.equal(scratch.stat('dir/file').nlink, 1n)
      t.equal(await carryOut(run, step), 'already', 'a second time there is nothing to do')
    })

// prettier-ignore
const refused: [name: string, change: Change, code: string][] = [
  ['another file has the name',        (s) => s.write('dir/file', 'new'),                                'exists'],
  ['a directory has it',               (s) => s.write('dir/file/x', 'new'),                              'exists'],
  ['a symlink to elsewhere',           (s) => symlinkSync('/none', s.at('dir/file')),                    'exists'],
  ['the keeper is gone',               (s) => s.remove('keep/keep'),                                     'gone'],
  ['the keeper shrank',                (s) => s.write('keep/keep', 'the same'),                          'changed'],
  ['the keeper has other bytes',       (s) => s.write('keep/keep', 'the_same_content'),                  'changed'],
]

for (const [name, change, code] of refused)
  t.test(`${name}: nothing changes`, async (t) => {
    const { scratch, step } = lost(t, change)
    const names = scratch.names()
    t.equal(await carryOut(runOn(), step), code)
    t.strictSame(scratch.names(), names)
  })

// What a look tells, before anything is made.
// prettier-ignore
const looks: [name: string, change: Change, says: { code: string; message: string }][] = [
  ['a symlink to elsewhere',  (s) => symlinkSync('/none', s.at('dir/file')),     { code: 'exists', message: 'another file has its name' }],
  ['the keeper shrank',       (s) => s.write('keep/keep', 'the same'),           { code: 'changed', message: 'no longer holds its content' }],
  ['the keeper is a directory', (s) => [s.remove('keep/keep'), mkdirSync(s.at('keep/keep'))], { code: 'changed', message: 'no longer holds its content' }],
]

for (const [name, change, says] of looks)
  t.test(`a look: ${name}`, async (t) => {
    const { step } = lost(t, change)
    const run = runOn()
    t.teardown(() => run.dirs.closeAll())
    await t.rejects(checkRestore(run, step), says)
  })

t.test('the beginning of a larger keeper, for a partial', async (t) => {
  const { scratch, step } = lost(t)
  const keep = scratch.write('keep/keep', 'the same content, and more')
  t.equal(await carryOut(runOn(), { ...step, keep }), 'COPIED')
  t.equal(scratch.read('dir/file'), 'the same content')
})

t.test('the beginning of its keeper, and zeros, for a partial that had them', async (t) => {
  const scratch = new Scratch(t)
  const content = 'the same\0\0\0'
  const file = scratch.write('dir/file', content, 1_500_000_000)
  scratch.remove('dir/file')
  for (const whole of ['the same', 'the same content']) {
    const keep = scratch.write('keep', whole)
    const copy = step('copy', file, keep, { why: 'undo', bytes: 8 })
    t.equal(await carryOut(runOn(), copy), 'COPIED', whole)
    t.equal(scratch.read('dir/file'), content)
    t.ok(isRestored(scratch.stat('dir/file'), file))
    scratch.remove('dir/file')
    const digest = { algo: 'blake3', hash: 'ab'.repeat(32) }
    t.equal(await carryOut(runOn(), { ...copy, ...digest }), 'changed', 'not what it was')
  }
  const short = scratch.write('keep', 'the sam')
  t.equal(await carryOut(runOn(), step('copy', file, short, { why: 'undo', bytes: 8 })), 'changed')
  t.strictSame(scratch.names(), ['dir/', 'keep'])
})

t.test('a second name of a partial with zeros', async (t) => {
  const scratch = new Scratch(t)
  const keep = scratch.write('keep', 'the same content')
  const file = scratch.write('first', 'the same\0\0\0', 1_500_000_000)
  const second = { ...file, path: `${scratch.root}/second` } as typeof file
  const link = { path: `${scratch.root}/first` }
  const copy = step('copy', second, keep, { why: 'undo', bytes: 8, link })
  t.equal(await carryOut(runOn(), { ...copy, bytes: 9 }), 'changed', 'another content')
  t.equal(await carryOut(runOn(), copy), 'COPIED')
  t.equal(scratch.stat('second').ino, scratch.stat('first').ino)
})

t.test('an empty file', async (t) => {
  const scratch = new Scratch(t)
  const file = scratch.write('empty', '', 7)
  scratch.remove('empty')
  const copy = step('copy', file, undefined, { why: 'undo' })
  t.equal(await carryOut(runOn(), copy), 'COPIED')
  t.ok(isRestored(scratch.stat('empty'), file))
  t.equal(await carryOut(runOn(), copy), 'already')
  scratch.write('empty', 'not any more')
  t.equal(await carryOut(runOn(), copy), 'exists')
})

t.test('a second name of what was restored before', async (t) => {
  const link = (scratch: Scratch) => ({ link: { path: `${scratch.root}/dir/first` } })
  const { scratch, step } = lost(t)
  const first = (content: string) => {
    scratch.write('dir/first', content, 1_500_000_000)
    chmodSync(scratch.at('dir/first'), 0o640)
  }
  const linked = { ...step, ...link(scratch) }
  t.equal(await carryOut(runOn(), linked), 'gone', 'the first was not restored')
  first('the_same_content')
  t.equal(await carryOut(runOn(), linked), 'changed', 'it has other bytes')
  first('the same')
  t.equal(await carryOut(runOn(), linked), 'changed', 'it is not like the file')
  scratch.write('dir/first', 'the same content', 7)
  t.equal(await carryOut(runOn(), linked), 'changed', 'it is of another time')
  first('the same content')
  t.equal(await carryOut(runOn(), linked), 'COPIED')
  t.equal(scratch.stat('dir/file').ino, scratch.stat('dir/first').ino)
})

t.test('a second name of an empty file', async (t) => {
  const scratch = new Scratch(t)
  const first = scratch.write('first', '', 7)
  const file = { ...first, path: `${scratch.root}/file` } as typeof first
  const link = { path: `${scratch.root}/first` }
  t.equal(await carryOut(runOn(), step('copy', file, undefined, { why: 'undo', link })), 'COPIED')
  t.equal(scratch.stat('file').ino, scratch.stat('first').ino)
})

t.test('a name that the keeper had, too', async (t) => {
  const scratch = new Scratch(t)
  const keep = scratch.write('keep')
  const file = scratch.link('file', 'keep')
  scratch.remove('file')
  const link = { path: `${scratch.root}/keep` }
  t.equal(await carryOut(runOn(), step('copy', file, keep, { why: 'undo', link })), 'COPIED')
  t.equal(scratch.stat('file').ino, scratch.stat('keep').ino)
})

for (const code of ['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP'])
  t.test(
    `where it cannot be linked to that (${code}), it comes back as a file of its own`,
    async (t) => {
      const scratch = new Scratch(t)
      const keep = scratch.write('keep')
      const file = scratch.link('file', 'keep')
      scratch.remove('file')
      const again = step('copy', file, keep, {
        why: 'undo',
        link: { path: `${scratch.root}/keep` },
      })
      const run = runOn({ link: fails(code) })
      t.teardown(() => run.dirs.closeAll())
      t.match(await restore(run, await checkRestore(run, again), '', TEMP), { code: 'links' })
      t.strictSame([scratch.names(), scratch.read('file')], [['file', 'keep'], 'keep'])
      t.ok(isRestored(scratch.stat('file'), file))
      t.not(scratch.stat('file').ino, scratch.stat('keep').ino)
    },
  )

t.test('the extended attributes are those of the keeper', { skip: noNative }, async (t) => {
  const { scratch, step } = lost(t)
  const disk = realDisk()
  const dir = disk.openDir(scratch.at('keep'))
  const fd = disk.open({ dir, name: Buffer.from('keep') })
  calls.setXattr(fd, 'user.note', Buffer.from('x'))
  t.equal(await carryOut(runOn(), step), 'COPIED')
  const copyDir = disk.openDir(scratch.at('dir'))
  const copy = disk.open({ dir: copyDir, name: Buffer.from('file') })
  t.equal(disk.xattrs(copy), disk.xattrs(fd))
  for (const one of [fd, copy]) disk.close(one)
  for (const one of [dir, copyDir]) disk.closeDir(one)
})

// prettier-ignore
const failures: [name: string, standing: Change, calls: Partial<Disk>, code: string][] = [
  ['a full disk',                  () => {},   { write: fails('ENOSPC') },            'ENOSPC'],
  ['the name is taken meanwhile',  () => {},   { renameNoReplace: fails('EEXIST') },  'EEXIST'],
  ['no exchange for now',          hardlink,   { exchange: fails('EIO') },            'EIO'],
  ['no way to give the owner back', symlink,   { setMetadata: fails('EPERM') },       'EPERM'],
]

for (const [name, standing, calls, code] of failures)
  t.test(`${name}: all is as before`, { skip: 'exchange' in calls && noNative }, async (t) => {
    const { scratch, step } = lost(t, standing)
    const names = scratch.names()
    t.equal(await carryOut(runOn(calls), step), code)
    t.strictSame(scratch.names(), names)
  })

const another: Change = (s) => s.write('dir/file', 'brand new content')
const elsewhere: Change = (s) => symlinkSync('/none', s.at('dir/file'))

// prettier-ignore
const swaps: [name: string, standing: Change, swap: Change][] = [
  ['a symlink, and then a file',            symlink,  another],
  ['a symlink, and then one to elsewhere',  symlink,  elsewhere],
  ['a link, and then another file',         hardlink, another],
]

for (const [name, standing, put] of swaps)
  for (const exchange of noNative ? [undefined] : [undefined, realDisk().exchange])
    t.test(`looked at again when it was taken away: ${name}, ${!!exchange}`, async (t) => {
      const { scratch, step } = lost(t, standing)
      let names: string[] | undefined
      const swap = () => {
        if (names) return
        scratch.remove('dir/file')
        put(scratch)
        names = scratch.names().filter((name) => !name.includes('.dd-'))
      }
      const attacked = {
        exchange: (exchange && before(exchange, swap)) as never,
        ...beforeTakingAway(swap),
      }
      t.equal(await carryOut(runOn(attacked), step), 'exists')
      t.strictSame(scratch.names(), names)
      if (put === another) t.equal(scratch.read('dir/file'), 'brand new content')
    })

t.test('a name that is taken meanwhile: the copy goes', async (t) => {
  const { scratch, step } = lost(t)
  const run = runOn({ renameNoReplace: fails('EEXIST') })
  t.teardown(() => run.dirs.closeAll())
  await t.rejects(restore(run, await checkRestore(run, step), '', TEMP), { code: 'EEXIST' })
  t.strictSame(scratch.names(), ['dir/', 'keep/', 'keep/keep'])
})

t.test(
  'a keeper that is rewritten after it was copied keeps nobody from the old content',
  async (t) => {
    const { scratch, step } = lost(t, hardlink)
    const { exchange, rename } = realDisk()
    const rewrite = () => scratch.write('keep/keep', 'brand new')
    const calls = {
      rename: before(rename, rewrite),
      exchange: (exchange && before(exchange, rewrite)) as never,
    }
    t.equal(await carryOut(runOn(calls), step), 'COPIED')
    t.equal(scratch.read('dir/file'), 'the same content')
    t.equal(scratch.read('keep/keep'), 'brand new')
  },
)

t.test('a link that is the last name of its file stays', async (t) => {
  const { scratch, step } = lost(t, hardlink)
  const { exchange, rename } = realDisk()
  const remove = () => scratch.exists('keep/keep') && scratch.remove('keep/keep')
  const calls = {
    rename: before(rename, remove),
    exchange: (exchange && before(exchange, remove)) as never,
  }
  const { ino } = scratch.stat('dir/file')
  t.equal(await carryOut(runOn(calls), step), 'exists')
  t.equal(scratch.stat('dir/file').ino, ino)
  t.strictSame(scratch.names(), ['dir/', 'dir/file', 'keep/'])
})

t.test('a file does not come back where a name cannot be removed again', async (t) => {
  const { scratch, step } = lost(t)
  const { ino } = scratch.stat('dir')
  const says = { code: 'EPERM', message: /^its directory is immutable or append-only/ }
  const { keep: _, ...empty } = step
  for (const one of [step, empty] as StepRecord[])
    await t.rejects(checkRestore(runOn(fixedDir(ino)), one), says)
  t.strictSame(scratch.names(), ['dir/', 'keep/', 'keep/keep'])
})

t.test('nor to a pool where its link would stay', async (t) => {
  const { scratch, step } = poolPair(t)
  scratch.remove('b/s/t/d')
  mkdirSync(scratch.at('a/s/t'), { recursive: true })
  scratch.link('a/s/t/d', 'a/k')
  const { op: _, ...rest } = step
  const back: StepRecord = { ...rest, op: 'copy', why: 'undo', made: 0 }
  await t.rejects(checkRestore(runOn(fixedDir(scratch.stat('a/s/t').ino)), back), {
    code: 'EPERM',
    message: /^the directory of its link is immutable or append-only/,
  })
  const run = runOn()
  t.equal((await checkRestore(run, back)).standing, '')
  scratch.remove('a/s/t/d')
  scratch.write('a/s/t/d', 'foreign')
  await t.rejects(checkRestore(run, back), { code: 'exists', message: 'on the branch' })
  run.dirs.closeAll()
})
