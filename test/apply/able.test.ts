import t from 'tap'
import type { Op } from '../../lib/record/step.js'
import type { Abilities, Disk } from '../../lib/fs/disk.js'
import type { Feature } from '../../lib/fs/lacks.js'
import { refuseUnable } from '../../lib/apply/able.js'
import { checkStep } from '../../lib/apply/check-step.js'
import { runOn } from '../helper/apply-run.js'
import { pair } from '../helper/pair.js'
import { file } from '../helper/records.js'
import { step } from '../helper/scratch.js'

/** Of this nothing would fail. */
const ABLE: Abilities = {
  lacks: () => undefined,
  isReadOnly: () => false,
  onTwoDisks: () => false,
  areApart: () => false,
  mayLink: () => true,
  attributes: () => undefined,
  writeError: () => undefined,
  sharedBlocks: () => undefined,
}

const PLAIN = { isImmutable: false, isAppendOnly: false, isNoCow: false }
const lacks = (lacked: Feature): Partial<Abilities> => ({
  lacks: (feature) => (feature === lacked ? 'somefs' : undefined),
})
const immutable = { attributes: () => ({ ...PLAIN, isImmutable: true }) }
const appendOnly = { attributes: () => ({ ...PLAIN, isAppendOnly: true }) }
/** Of the files and directories that are asked about, only the nth, or all but that, are so. */
const nth = (n: number, value: string) => {
  let asked = 0
  return { writeError: () => (asked++ === n ? value : undefined) }
}
const denied = (code: string) => ({ writeError: () => code })
const noDedupe = { dedupe: undefined as never }

// prettier-ignore
const cases: [name: string, op: Op, able: Partial<Abilities>, disk: Partial<Disk>, want: { code: string; message?: string | RegExp } | undefined][] = [
  ['all can be',                 'hardlink', {},                        {}, undefined],
  ['another mount',              'hardlink', { areApart: () => true },  {}, { code: 'EXDEV', message: /^a hard link cannot/ }],
  ['another mount',              'symlink',  { areApart: () => true },  {}, undefined],
  ['another mount',              'reflink',  { areApart: () => true },  {}, undefined],
  ['another mount',              'delete',   { areApart: () => true },  {}, undefined],
  ['no hard links',              'hardlink', lacks('hardlink'),         {}, { code: 'EPERM', message: 'its file system (somefs) has no hard links' }],
  ['no hard links',              'symlink',  lacks('hardlink'),         {}, undefined],
  ['no hard links',              'move',     lacks('hardlink'),         {}, undefined],
  ['another’s keeper',           'hardlink', { mayLink: () => false },  {}, { code: 'EPERM', message: /another user's/ }],
  ['another’s keeper',           'delete',   { mayLink: () => false },  {}, undefined],
  ['read-only',                  'delete',   { isReadOnly: () => true }, {}, { code: 'EROFS', message: 'it is on a read-only file system' }],
  ['read-only',                  'move',     { isReadOnly: () => true }, {}, { code: 'EROFS' }],
  ['read-only',                  'reflink',  { isReadOnly: () => true }, {}, { code: 'EROFS' }],
  ['immutable',                  'delete',   immutable,                 {}, { code: 'EPERM', message: 'it is immutable: see chattr(1)' }],
  ['append-only',                'move',     appendOnly,                {}, { code: 'EPERM', message: 'it is append-only: see chattr(1)' }],
  ['append-only',                'reflink',  appendOnly,                {}, undefined],
  ['append-only, by a clone',    'reflink',  appendOnly,                noDedupe, { code: 'EPERM', message: 'it is append-only: see chattr(1)' }],
  ['immutable',                  'reflink',  immutable,                 {}, { code: 'EPERM' }],
  ['no symbolic links',          'symlink',  lacks('symlink'),          {}, { code: 'EPERM', message: 'its file system (somefs) has no symbolic links' }],
  ['no symbolic links',          'hardlink', lacks('symlink'),          {}, undefined],
  ['all can be',                 'reflink',  {},                        {}, undefined],
  ['another file system',        'reflink',  { onTwoDisks: () => true }, {}, { code: 'EXDEV', message: /^blocks cannot be shared/ }],
  ['another file system',        'symlink',  { onTwoDisks: () => true }, {}, undefined],
  ['no shared blocks',           'reflink',  lacks('reflink'),          {}, { code: 'ENOTSUP', message: 'its file system (somefs) cannot share blocks between files' }],
  ['read-only',                  'reflink',  denied('EROFS'),           {}, { code: 'EROFS', message: 'it is on a read-only file system' }],
  ['not to be opened for writing', 'reflink', nth(0, 'EPERM'),          {}, { code: 'EPERM' }],
  ['our own file, not writable', 'reflink',  nth(0, 'EACCES'),          {}, undefined],
  ['its directory is not writable, which the kernel does not need', 'reflink', nth(1, 'EACCES'), {}, undefined],
  ['a clone in a directory that is not writable', 'reflink', nth(1, 'EACCES'), noDedupe, { code: 'EACCES', message: 'its directory may not be written to' }],
  ['a clone, in a file system that only clones',  'reflink', { ...lacks('dedupe'), ...nth(1, 'EACCES') }, {}, { code: 'EACCES' }],
]

for (const [name, op, able, disk, want] of cases)
  t.test(`${op}: ${name}`, async (t) => {
    const { step } = pair(t, op)
    const dedupe = () => t.fail('nothing is tried') as never
    const run = runOn({ dedupe, ...disk, abilities: { ...ABLE, ...able } })
    if (want) await t.rejects(checkStep(run, step), want)
    else t.match(await checkStep(run, step), { step })
    run.dirs.closeAll()
  })

// prettier-ignore
const noCow: [which: string[], code: string | undefined][] = [
  [['dir/file', 'keep/keep'], undefined],
  [['dir/file'],              undefined], // by a clone in its directory, which is as the keeper
  [['keep/keep'],             'EINVAL'],
  [['dir/file', 'dir'],       'EINVAL'],
  [['keep/keep', 'dir'],      undefined],
]

for (const [which, code] of noCow)
  t.test(`without copy-on-write: ${which}`, async (t) => {
    const { step, scratch } = pair(t, 'reflink')
    const inodes = which.map((name) => scratch.stat(name).ino)
    const isNoCow = (fd: number) => inodes.includes(run.disk.fstat(fd).ino)
    const attributes = (fd: number) => ({ ...PLAIN, isNoCow: isNoCow(fd) })
    const run = runOn({ dedupe: () => true, abilities: { ...ABLE, attributes } })
    const looked = checkStep(run, step)
    if (code) await t.rejects(looked, { code, message: /chattr \+C/ })
    else t.match(await looked, { step })
    run.dirs.closeAll()
  })

for (const flag of ['isImmutable', 'isAppendOnly'])
  t.test(`a keeper that ${flag} gets no other name, and may go on being one`, async (t) => {
    for (const [op, refused] of [
      ['hardlink', true],
      ['symlink', false],
      ['delete', false],
    ] as const) {
      const { step, scratch } = pair(t, op)
      const keep = scratch.stat('keep/keep').ino
      const real = runOn()
      const attributes = (fd: number) => ({ ...PLAIN, [flag]: real.disk.fstat(fd).ino === keep })
      const run = runOn({ abilities: { ...ABLE, attributes } })
      const looked = checkStep(run, step)
      if (refused) await t.rejects(looked, { code: 'EPERM', message: /^the keeper is immutable/ })
      else t.match(await looked, { step })
      run.dirs.closeAll()
    }
  })

/** What is asked of a file and a keeper that nobody has. */
function ask(
  op: Op,
  able: Partial<Abilities>,
  stat: object,
  keep = '/k',
  calls: Partial<Disk> = {},
) {
  const one = { place: { dir: { fd: 0, path: Buffer.from('/') }, name: Buffer.from('f') }, fd: 0 }
  const opened = { ...one, stat: { uid: 0n, gid: 0n, nlink: 1n, ...stat } as never }
  const run = runOn({ ...calls, abilities: { ...ABLE, ...able } })
  refuseUnable(run, step(op, file('/f'), file(keep)), opened, opened)
}

for (const [length, refused] of [
  [4095, false],
  [4096, true],
] as const)
  // prettier-ignore
  t.test(`a symlink to a path of ${length} bytes`, async (t) => {
    const asked = () => ask('symlink', {}, {}, `/${'x'.repeat(length - 1)}`)
    if (refused) t.throws(asked, { code: 'ENAMETOOLONG', message: /too long for a symbolic link/ })
    else t.doesNotThrow(asked)
  })

const ME = BigInt(process.geteuid?.() ?? 0)

// A file with other names, which only the kernel can share in place.
// prettier-ignore
const inPlace: [name: string, able: Partial<Abilities>, uid: bigint, code: string | undefined][] = [
  ['ours',                                {},                ME,      undefined],
  ['ours, which we may not write to',     denied('EACCES'),  ME,      undefined],
  ["another's",                           {},                ME + 1n, undefined],
  ["another's, which we may not write to", denied('EACCES'), ME + 1n, 'links'],
]

for (const [name, able, uid, code] of inPlace)
  t.test(`blocks are shared in place: ${name}`, async (t) => {
    const asked = () => ask('reflink', able, { uid, nlink: 2n }, '/k', { dedupe: () => true })
    if (code) t.throws(asked, { code })
    else t.doesNotThrow(asked)
  })

const [US, THEM] = [1000, 2000]

// prettier-ignore
const owners: [name: string, we: number, uid: number, gid: number, refused: boolean][] = [
  ["another's file, by root", 0,  US,   US,   false],
  ['our file',                US, US,   US,   false],
  ["another group's file",    US, US,   THEM, true],
  ["another's file",          US, THEM, US,   true],
]

for (const [name, we, uid, gid, refused] of owners)
  t.test(`a clone of ${name}`, { skip: ME !== 0n && 'needs root' }, async (t) => {
    const stat = { uid: BigInt(uid), gid: BigInt(gid) }
    const asked = () => ask('reflink', lacks('dedupe'), stat)
    process.setegid!(we)
    process.seteuid!(we)
    try {
      if (refused) t.throws(asked, { code: 'EPERM', message: /only root could give a clone/ })
      else t.doesNotThrow(asked)
    } finally {
      process.seteuid!(0)
      process.setegid!(0)
    }
  })

t.test('a clone would part a file from its other names', async (t) => {
  const { step, scratch } = pair(t, 'reflink')
  scratch.link('dir/other', 'dir/file')
  const run = runOn({ ...noDedupe, abilities: ABLE })
  await t.rejects(checkStep(run, step), { code: 'links' })
  const other = runOn({ dedupe: () => true, abilities: ABLE })
  t.ok(await checkStep(other, step), 'what the kernel does in place, does not')
  for (const one of [run, other]) one.dirs.closeAll()
})

t.test('nothing is read to find that out', async (t) => {
  const { step } = pair(t, 'reflink')
  const read = () => t.fail('it read') as never
  const run = runOn({ read, abilities: { ...ABLE, ...lacks('reflink') } })
  await t.rejects(checkStep(run, step), { code: 'ENOTSUP' })
  run.dirs.closeAll()
})
