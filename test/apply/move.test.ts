import { chmodSync, renameSync, symlinkSync } from 'node:fs'
import t from 'tap'
import type { Disk } from '../../lib/fs/disk.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import type { FileRecord } from '../../lib/record/file.js'
import { before, fails, nameOf, runOn, beforeTakingAway } from '../helper/apply-run.js'
import { cannotMount, tmpfs } from '../helper/mounts.js'
import { BOTH, carryOut, pair, TEMP } from '../helper/pair.js'
import { Scratch, step } from '../helper/scratch.js'

const MOVED = ['dir/', 'keep/', 'keep/keep', 'to/', 'to/file']
const noLink: Partial<Disk> = { link: fails('EXDEV') }

// The same file under its new name, or, where no link can be, a copy of it.
for (const [way, calls] of [
  ['by link', {}],
  ['by copy', noLink],
] as const) {
  t.test(`${way}: to a directory that is made`, async (t) => {
    const { scratch, step } = pair(t, 'move')
    const before = scratch.stat('dir/file')
    t.equal(await carryOut(runOn(calls), step), 'MOVED')
    t.strictSame(scratch.names(), MOVED)
    const { mode, uid, gid, mtimeNs, size } = before
    t.match(scratch.stat('to/file'), { mode, uid, gid, mtimeNs, size, nlink: 1n })
    t.equal(scratch.stat('to/file').ino === before.ino, way === 'by link')
  })

  t.test(`${way}: never over anything`, async (t) => {
    const { scratch, step } = pair(t, 'move')
    scratch.write('to/file', 'old')
    t.equal(await carryOut(runOn(calls), step), 'exists')
    t.strictSame(scratch.names(), [...BOTH, 'to/', 'to/file'])
    t.equal(scratch.read('to/file'), 'old')
    scratch.remove('to/file')
    symlinkSync('nowhere', scratch.at('to/file'))
    t.equal(await carryOut(runOn(calls), step), 'exists')
  })

  // Where the directory is there beforehand, it is looked at once more before anything is made.
  for (const [moment, dir, code] of [
    ['after it was looked at', 'to/x', 'exists'],
    ['at the last moment', 'x', 'EEXIST'],
  ] as const)
    t.test(`${way}: not even over what comes ${moment}`, async (t) => {
      const { scratch, step } = pair(t, 'move')
      scratch.write(dir)
      const lstat = realDisk().lstat
      const late: Disk['lstat'] = (place) => {
        const found = lstat(place)
        if (nameOf(place) === 'file' && String(place.dir.path).endsWith('/to') && !found)
          scratch.write('to/file', 'another')
        return found
      }
      t.equal(await carryOut(runOn({ ...calls, lstat: late }), step), code)
      t.strictSame(scratch.names(), [...BOTH, 'to/', 'to/file', dir].sort())
      t.equal(scratch.read('to/file'), 'another')
    })

  // prettier-ignore
  const attacks: [name: string, attack: (scratch: Scratch) => unknown, code: string][] = [
    ['the file is rewritten',  (s) => s.write('dir/file', 'the_same_content', 1_500_000_000),  'differs'],
    ['the file grows',         (s) => s.write('dir/file', 'the same content!'),                'changed'],
    ['the keeper is deleted',  (s) => s.remove('keep/keep'),                                   'gone'],
  ]
  for (const [name, attack, code] of attacks)
    t.test(`${way}: ${name} before it leaves`, async (t) => {
      const { scratch, step } = pair(t, 'move')
      const aside = beforeTakingAway(() => attack(scratch))
      t.equal(await carryOut(runOn({ ...calls, ...aside }), step), code)
      t.ok(scratch.exists('dir/file'))
      t.notOk(scratch.exists('to/file'), 'it is not there twice')
      t.notMatch(scratch.names().join(), '.dd-')
    })

  t.test(`${way}: its new name is written to before it leaves`, async (t) => {
    const { scratch, step } = pair(t, 'move')
    const aside = beforeTakingAway(() =>
      scratch.write('to/file', 'the_same_content', 1_500_000_000),
    )
    t.equal(await carryOut(runOn({ ...calls, ...aside }), step), 'differs')
    t.ok(scratch.exists('dir/file'))
  })

  // The first sync is that of the keeper, the second that of the new directory's parent.
  for (const [call, nth, code] of [
    ['renameAside', 1, 'EPERM'],
    ['unlink', 1, 'EPERM'],
    ['sync', 2, 'EIO'],
    ['sync', way === 'by link' ? 3 : 4, 'EIO'],
  ] as const)
    t.test(`${way}: ${call} ${nth} fails`, async (t) => {
      const { scratch, step } = pair(t, 'move')
      let left: number = nth
      const real = realDisk()[call] as (...args: unknown[]) => void
      const failing = (...args: unknown[]) => (--left === 0 ? fails(code)() : real(...args))
      t.equal(await carryOut(runOn({ ...calls, [call]: failing }), step), code)
      t.ok(left <= 0, 'the call was made')
      t.strictSame(scratch.names(), [...BOTH, 'to/'])
    })
}

for (const call of ['create', 'write', 'setMetadata', 'renameNoReplace'] as const)
  t.test(`by copy: ${call} fails`, async (t) => {
    const { scratch, step } = pair(t, 'move')
    t.equal(await carryOut(runOn({ ...noLink, [call]: fails('ENOSPC') }), step), 'ENOSPC')
    t.strictSame(scratch.names(), [...BOTH, 'to/'])
  })

/** What is made under its temporary name is seen once, and then no more. */
function absentAgain(): Disk['lstat'] {
  let looks = 0
  return (place) => {
    const found = realDisk().lstat(place)
    return found && nameOf(place) === TEMP && looks++ > 0 ? undefined : found
  }
}

// prettier-ignore
const failures: [name: string, calls: Partial<Disk>, code: string][] = [
  ['a link that fails is not made up for by a copy', { link: fails('EIO') }, 'EIO'],
  ['its new name is taken away', { lstat: absentAgain() }, 'changed'],
]

for (const [name, calls, code] of failures)
  t.test(name, async (t) => {
    const { scratch, step } = pair(t, 'move')
    t.equal(await carryOut(runOn(calls), step), code)
    t.strictSame(scratch.names(), [...BOTH, 'to/'])
  })

t.test('a directory that is made for it lets in whom its own lets in', async (t) => {
  const { scratch, step } = pair(t, 'move')
  chmodSync(scratch.at('dir'), 0o750)
  t.equal(await carryOut(runOn(), { ...step, to: `${scratch.root}/T/dir/file` }), 'MOVED')
  t.strictSame(
    ['T', 'T/dir'].map((name) => Number(scratch.stat(name).mode) & 0o777),
    [0o700, 0o750],
  )
})

t.test('a file whose record names no root', async (t) => {
  const { scratch, step } = pair(t, 'move')
  const { root: _, ...file } = step.file as FileRecord & { root: string }
  t.equal(await carryOut(runOn(), { ...step, file }), 'MOVED')
  t.strictSame(scratch.names(), MOVED)
})

t.test('by copy: the new name shows the file itself, as a mount of it does', async (t) => {
  const { scratch, step } = pair(t, 'move')
  const one = scratch.stat('dir/file')
  const fstat: Disk['fstat'] = (fd) => {
    const stat = realDisk().fstat(fd)
    return scratch.exists('to/file') && stat.ino === scratch.stat('to/file').ino ? one : stat
  }
  t.equal(await carryOut(runOn({ ...noLink, fstat }), step), 'one-name')
  t.strictSame(scratch.names(), [...BOTH, 'to/'])
})

// Some FUSE file systems make the inode of the name.
t.test('by copy: to where the inode changes with the name', async (t) => {
  const { scratch, step } = pair(t, 'move')
  const { fstat, sync } = realDisk()
  const inode = () => scratch.exists('to/file') && scratch.stat('to/file').ino
  const synced: boolean[] = []
  const calls: Partial<Disk> = {
    ...noLink,
    fstat: (fd) => {
      const stat = fstat(fd)
      return stat.ino === inode() ? Object.assign(stat, { ino: 1n }) : stat
    },
    sync: before(sync, (fd) => synced.push(fstat(fd).ino === inode())),
  }
  t.equal(await carryOut(runOn(calls), step), 'MOVED')
  t.strictSame(scratch.names(), MOVED)
  t.ok(synced.includes(true), 'whatever has the name is durable')
})

for (const [name, content, code] of [
  ['the same bytes', 'the same content', 'MOVED'],
  ['other bytes', 'the_same_content', 'differs'],
] as const)
  t.test(`by copy: a file of ${name} that takes the new name`, async (t) => {
    const { scratch, step } = pair(t, 'move')
    const swap = () => {
      scratch.write('to/other', content)
      renameSync(scratch.at('to/other'), scratch.at('to/file'))
    }
    t.equal(await carryOut(runOn({ ...noLink, ...beforeTakingAway(swap) }), step), code)
    t.equal(scratch.exists('dir/file'), code !== 'MOVED')
    t.equal(scratch.read('to/file'), content, 'what somebody put there stays')
  })

t.test('to another file system', { skip: cannotMount() }, async (t) => {
  const { scratch, step } = pair(t, 'move')
  const other = new Scratch(t, tmpfs(t))
  t.equal(await carryOut(runOn(), { ...step, to: `${other.root}/deep/er/file` }), 'MOVED')
  t.strictSame(scratch.names(), ['dir/', 'keep/', 'keep/keep'])
  t.equal(other.read('deep/er/file'), 'the same content')
  t.equal(other.stat('deep/er/file').mtimeNs, 1_500_000_000_000_000_000n)
})

t.test('an empty file needs no keeper', async (t) => {
  const scratch = new Scratch(t)
  const empty = scratch.write('empty', '')
  const to = `${scratch.root}/to/empty`
  t.equal(await carryOut(runOn(), step('move', empty, undefined, { to })), 'MOVED')
  t.strictSame(scratch.names(), ['to/', 'to/empty'])
})
