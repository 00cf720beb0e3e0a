import { linkSync, mkdirSync, renameSync, symlinkSync, unlinkSync, type BigIntStats } from 'node:fs'
import t from 'tap'
import type { Place } from '../../lib/fs/disk.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import {
  isClaim,
  renameByLink,
  renameOverClaim,
  type NameCalls,
} from '../../lib/fs/rename-by-link.js'
import { before, errno, fails } from '../helper/apply-run.js'
import { Scratch } from '../helper/scratch.js'

const disk = realDisk()

/** `from` in a directory of its own, whoever acts meanwhile, and what is said when it is renamed to `to`. */
function play(
  t: ConstructorParameters<typeof Scratch>[0],
  calls: (scratch: Scratch) => Partial<NameCalls> = () => ({}),
  rename = renameOverClaim,
  make: Deed = (s) => s.write('from', 'content'),
) {
  const scratch = new Scratch(t)
  make(scratch)
  const dir = disk.openDir(Buffer.from(scratch.root))
  const place = (name: string): Place => ({ dir, name: Buffer.from(name) })
  try {
    rename({ ...disk, ...calls(scratch) }, place('from'), place('to'))
    return { scratch, code: '' }
  } catch (error) {
    return { scratch, code: String((error as NodeJS.ErrnoException).code) }
  } finally {
    disk.closeDir(dir)
  }
}

type Deed = (scratch: Scratch) => unknown

/** An error that comes though the thing was done, as where an answer is lost on the network. */
const late =
  (call: keyof NameCalls, code = 'EIO') =>
  () => ({
    [call]: (...args: never[]) => {
      ;(disk[call] as (...args: never[]) => unknown)(...args)
      throw errno(code)
    },
  })

for (const [name, rename] of [
  ['by a link', renameByLink],
  ['over a claim', renameOverClaim],
] as const)
  for (const content of ['content', ''])
    t.test(`${name}, ${content || 'an empty file'}`, async (t) => {
      let ino: bigint | undefined
      const { scratch, code } = play(t, undefined, rename, (s) => {
        s.write('from', content)
        ino = s.stat('from').ino
      })
      t.equal(code, '')
      t.strictSame([scratch.names(), scratch.read('to')], [['to'], content])
      t.equal(scratch.stat('to').ino, ino)
    })

// prettier-ignore
const refusals: [code: string, says: string, names: string][] = [
  ['EPERM',      '',       'to'],
  ['EMLINK',     '',       'to'],
  ['ENOTSUP',    '',       'to'],
  ['EOPNOTSUPP', '',       'to'],
  ['ENOSYS',     '',       'to'],
  ['EXDEV',      'EXDEV',  'from'],
  ['EIO',        'EIO',    'from'],
  ['EACCES',     'EACCES', 'from'],
]

for (const [code, says, names] of refusals)
  t.test(`a link refused with ${code}`, async (t) => {
    const played = play(t, () => ({ link: fails(code) }), renameByLink)
    t.strictSame([played.code, played.scratch.names().join()], [says, names])
    t.equal(played.scratch.read(names), 'content')
  })

// prettier-ignore
const taken: [what: string, make: Deed, shown: string][] = [
  ['a file',              (s) => s.write('to', 'theirs'),              'to'],
  ['an empty file',       (s) => s.write('to', ''),                    'to'],
  ['another name of it',  (s) => linkSync(s.at('from'), s.at('to')),   'to'],
  ['a dangling symlink',  (s) => symlinkSync('nowhere', s.at('to')),   'to -> nowhere'],
  ['an empty directory',  (s) => mkdirSync(s.at('to')),                'to/'],
]

for (const [what, make, shown] of taken)
  for (const [way, link] of [
    ['by a link', disk.link],
    ['where links are refused', fails('EPERM')],
  ] as const)
    t.test(`the name is ${what}, ${way}: nothing changes`, async (t) => {
      const both: Deed = (s) => [s.write('from', 'content'), make(s)]
      const { scratch, code } = play(t, () => ({ link }), renameByLink, both)
      t.strictSame([code, scratch.names()], ['EEXIST', ['from', shown]])
      t.equal(scratch.read('from'), 'content')
      if (what === 'a file') t.equal(scratch.read('to'), 'theirs')
    })

// Somebody acts right after the rename: it is done all the same.
// prettier-ignore
const after: [what: string, act: Deed, names: string[]][] = [
  ['another file has the old name',   (s) => s.write('from', 'theirs'),                         ['from', 'to']],
  ['and the new one is gone',         (s) => [s.write('from', 'theirs'), s.remove('to')],       ['from']],
]

for (const content of ['content', ''])
  for (const [what, act, names] of after)
    t.test(`renamed, ${what}: ${content || 'an empty file'}`, async (t) => {
      const calls = (s: Scratch): Partial<NameCalls> => ({
        rename: (from, to) => [disk.rename(from, to), act(s)],
      })
      const { scratch, code } = play(t, calls, renameOverClaim, (s) => s.write('from', content))
      t.strictSame([code, scratch.names()], ['', names])
      t.equal(scratch.read('from'), 'theirs')
      if (names.includes('to')) t.equal(scratch.read('to'), content)
    })

/** In the moment before the last look at the claim. */
const onClose = (act: Deed) => (s: Scratch) => ({ close: before(disk.close, () => act(s)) })

/** Between that look and the rename. */
const onRename = (act: Deed) => (s: Scratch) => ({ rename: before(disk.rename, () => act(s)) })

const replaced: Deed = (s) => [s.write('new', 'theirs'), renameSync(s.at('new'), s.at('to'))]
const linked: Deed = (s) => [unlinkSync(s.at('to')), linkSync(s.at('from'), s.at('to'))]

// prettier-ignore
const late_takers: [what: string, calls: (s: Scratch) => Partial<NameCalls>, names: string[], to: string | undefined][] = [
  ['written to',                 onClose((s) => s.write('to', 'theirs')),             ['from', 'to'], 'theirs'],
  ['replaced',                   onClose(replaced),                                   ['from', 'to'], 'theirs'],
  ['given a second name',        onClose((s) => linkSync(s.at('to'), s.at('other'))), ['from', 'other', 'to'], ''],
  ['swapped for a symlink',      onClose((s) => [unlinkSync(s.at('to')), symlinkSync('x', s.at('to'))]), ['from', 'to -> x'], undefined],
  ['swapped for a directory',    onClose((s) => [unlinkSync(s.at('to')), mkdirSync(s.at('to'))]), ['from', 'to/'], undefined],
  ['taken away',                 onClose((s) => unlinkSync(s.at('to'))),              ['from'], undefined],
  ['made another name of it',    onClose(linked),                                     ['from', 'to'], 'content'],
  ['the same, a moment later',   onRename(linked),                                    ['from', 'to'], 'content'],
]

for (const [what, calls, names, to] of late_takers)
  t.test(`at the last moment the name is ${what}`, async (t) => {
    const { scratch, code } = play(t, calls)
    t.strictSame([code, scratch.names()], ['EEXIST', names])
    t.equal(scratch.read('from'), 'content', 'the source stays')
    if (to !== undefined) t.equal(scratch.read('to'), to)
  })

// prettier-ignore
const middle: [name: string, calls: () => Partial<NameCalls>, code: string, names: string[]][] = [
  ['the claim cannot be made',       () => ({ create: fails('ENOSPC') }),  'ENOSPC', ['from']],
  ['it was made, and nobody knows',  late('create'),                       'EIO',    ['from', 'to']],
  ['it cannot be closed',            late('close', 'EDQUOT'),              'EDQUOT', ['from']],
  ['the rename fails',               () => ({ rename: fails('EIO') }),     'EIO',    ['from']],
  ['it fails, and is done',          late('rename'),                       'EIO',    ['to']],
  ['nothing can be looked at',       () => ({ lstat: fails('EIO') }),      'EIO',    ['from']],
]

for (const content of ['content', ''])
  for (const [name, calls, code, names] of middle)
    t.test(`${name}: ${content || 'an empty file'} has one of its names`, async (t) => {
      let ino: bigint | undefined
      const played = play(t, calls, renameOverClaim, (s) => {
        s.write('from', content)
        ino = s.stat('from').ino
      })
      const { scratch } = played
      t.strictSame([played.code, scratch.names()], [code, names])
      t.equal(scratch.stat(names[0]!).ino, ino)
      t.equal(scratch.read(names[0]!), content)
    })

t.test('a second name that cannot be removed: both are there', async (t) => {
  const { scratch, code } = play(t, () => ({ unlink: fails('EIO') }), renameByLink)
  t.strictSame([code, scratch.names()], ['EIO', ['from', 'to']])
  t.equal(scratch.stat('from').nlink, 2n)
})

t.test('what is not there gets no name, and makes none', async (t) => {
  for (const rename of [renameByLink, renameOverClaim]) {
    const { scratch, code } = play(t, undefined, rename, () => {})
    t.strictSame([code, scratch.names()], ['ENOENT', []])
  }
})

// prettier-ignore
const claims: [what: string, stat: object | undefined, is: boolean][] = [
  ['nothing',                undefined,                                        false],
  ['an empty file',          { isFile: () => true,  size: 0n, nlink: 1n },     true],
  ['where links are not counted', { isFile: () => true, size: 0n, nlink: 0n }, true],
  ['with a second name',     { isFile: () => true,  size: 0n, nlink: 2n },     false],
  ['with content',           { isFile: () => true,  size: 1n, nlink: 1n },     false],
  ['no file',                { isFile: () => false, size: 0n, nlink: 1n },     false],
]

for (const [what, stat, is] of claims)
  t.test(`a claim? ${what}`, async (t) => t.equal(isClaim(stat as BigIntStats | undefined), is))
