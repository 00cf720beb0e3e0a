import { chmodSync, chownSync, closeSync, fstatSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Metadata } from '../../lib/fs/disk.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import { setMetadata } from '../../lib/fs/set-metadata.js'
import { without } from '../helper/commands.js'
import { cannotMount, must, tmpfs } from '../helper/mounts.js'
import { calls, noNative } from '../helper/native.js'
import { runIn } from '../helper/run.js'
import { Scratch } from '../helper/scratch.js'
import { cannotTrace } from '../helper/strace.js'

const NOBODY = 65534
const notRoot = process.getuid?.() === 0 ? false : 'only root may become somebody else'

/** An ACL: `user::rwx,user:55:rwx,group::r--,mask::rwx,other::---`. */
const ACL = acl([1, 7], [2, 7, 55], [4, 4], [16, 7], [32, 0])

function acl(...entries: [tag: number, may: number, id?: number][]): string {
  const bytes = entries.map(([tag, may, id = 0xffffffff]) => {
    const entry = Buffer.alloc(8)
    entry.writeUInt16LE(tag, 0)
    entry.writeUInt16LE(may, 2)
    entry.writeUInt32LE(id, 4)
    return entry
  })
  return Buffer.concat([Buffer.from([2, 0, 0, 0]), ...bytes]).toString('base64')
}

const NOTE = ['user.note', 'eA=='] as const
const [ACCESS, NONSENSE] = [
  ['system.posix_acl_access', ACL] as const,
  ['nonsense.x', 'eA=='] as const,
]
const SECRET = ['security.note', 'eA=='] as const
const BAD_ACL = ['system.posix_acl_access', 'AAAA'] as const

type Wanted = { uid?: number; gid?: number; mode: number; xattrs?: (readonly [string, string])[] }

/** What an ordinary user may give to his own file. */
// prettier-ignore
const given: [name: string, wanted: Wanted, lacking: string[], mode: number][] = [
  ['all of it',                       { mode: 0o640, xattrs: [NOTE] },             [],                        0o640],
  ['a mode with set-id bits',         { mode: 0o6755 },                            [],                        0o6755],
  ['an ACL',                          { mode: 0o670, xattrs: [ACCESS] },           [],                        0o670],
  ['another owner',                   { uid: 0, mode: 0o644 },                     ['owner'],                 0o644],
  ['another owner, and set-id bits',  { uid: 0, mode: 0o4755 },                    ['owner', 'set-id bits'],  0o755],
  ['another owner, and set-gid',      { uid: 0, mode: 0o2755 },                    ['owner', 'set-id bits'],  0o755],
  ['another group',                   { gid: 0, mode: 0o664 },                     ['group'],                 0o644],
  ['another group, for it alone',     { gid: 0, mode: 0o670 },                     ['group'],                 0o600],
  ['another group, and set-id bits',  { gid: 0, mode: 0o6755 },                    ['group', 'set-id bits'],  0o755],
  ['another group, and all may',      { gid: 0, mode: 0o666 },                     ['group'],                 0o666],
  ['another group, and an attribute', { gid: 0, mode: 0o644, xattrs: [NOTE] },     ['group'],                 0o644],
  ['another group, and an ACL',       { gid: 0, mode: 0o675, xattrs: [ACCESS] },   ['group', 'ACL'],          0o600],
  ['another owner, and an ACL',       { uid: 0, mode: 0o670, xattrs: [ACCESS] },   ['owner'],                 0o670],
  ['both',                            { uid: 0, gid: 0, mode: 0o640 },             ['owner', 'group'],        0o600],
  ['what is no attribute here',       { mode: 0o644, xattrs: [NONSENSE, NOTE] },   ['attribute nonsense.x'],  0o644],
  ['what is no ACL here',             { mode: 0o676, xattrs: [BAD_ACL, NOTE] },    ['ACL'],                   0o600],
  ['no ACL, and set-id bits',         { mode: 0o4775, xattrs: [BAD_ACL] },         ['ACL', 'set-id bits'],    0o700],
]

for (const [name, { xattrs, ...wanted }, lacking, mode] of given)
  t.test(`of a file of one's own: ${name}`, { skip: notRoot || noNative }, async (t) => {
    const { fd, metadata } = owned(t)
    const all = { ...metadata, ...wanted, ...(xattrs && { xattrs: JSON.stringify(xattrs) }) }
    const seen: string[] = []
    as(NOBODY, () => setMetadata(fd, all, (what) => seen.push(what)))
    t.strictSame(seen, lacking)
    const stat = fstatSync(fd, { bigint: true })
    t.equal((Number(stat.mode) & 0o7777).toString(8), mode.toString(8))
    t.equal(stat.mtimeNs, metadata.mtimeNs)
    if (xattrs?.includes(NOTE)) t.match(realDisk().xattrs(fd), 'user.note')
    const strict = () => as(NOBODY, () => setMetadata(fd, all))
    lacking.length === 0 ? t.doesNotThrow(strict) : t.throws(strict, { code: /^E/ })
  })

t.test('root gives all of it', { skip: notRoot }, async (t) => {
  const { fd, metadata } = owned(t)
  const all = { ...metadata, uid: 12, gid: 34, mode: 0o6750 }
  setMetadata(fd, all)
  t.match(fstatSync(fd), { uid: 12, gid: 34, mode: 0o106750 })
})

t.test('it is opened to others last', { skip: noNative }, async (t) => {
  const { fd, metadata } = owned(t)
  const xattrs = JSON.stringify([BAD_ACL])
  t.throws(() => setMetadata(fd, { ...metadata, mode: 0o670, xattrs }), { code: 'EINVAL' })
  t.equal(fstatSync(fd).mode & 0o777, 0o600)
})

t.test('what fails for another reason is no lack', async (t) => {
  const { fd, metadata } = owned(t)
  closeSync(fd)
  t.throws(() => setMetadata(fd, metadata, () => t.fail()), { code: 'EBADF' })
})

t.test('what is refused for another reason is no lack', { skip: notRoot }, async (t) => {
  const { path, metadata } = owned(t)
  const O_PATH = 0o10000000
  const fd = openSync(path, O_PATH)
  t.throws(() => setMetadata(fd, { ...metadata, uid: 1 }, () => t.fail()), { code: 'EBADF' })
  closeSync(fd)
})

t.test('a bit that the kernel leaves out and says nothing', { skip: notRoot }, async (t) => {
  const { fd, path, metadata } = owned(t)
  chownSync(path, NOBODY, 0) // not a group of nobody's
  const wanted = { ...metadata, gid: 0, mode: 0o2755 }
  const seen: string[] = []
  as(NOBODY, () => setMetadata(fd, wanted, (what) => seen.push(what)))
  t.strictSame([seen, fstatSync(fd).mode & 0o7777], [['mode'], 0o755])
  as(NOBODY, () => t.doesNotThrow(() => setMetadata(fd, wanted)))
})

// prettier-ignore
const had: [name: string, has: readonly [string, string], wanted: (readonly [string, string])[]][] = [
  ['the ACL that it is to have',        ACCESS, [ACCESS]],
  ['an attribute that nobody asked for', NOTE,  []],
  ['one that only root could give it',   SECRET, [SECRET]],
]

for (const [name, has, wanted] of had)
  t.test(`a file keeps ${name}`, { skip: notRoot || noNative }, async (t) => {
    const { fd, metadata } = owned(t)
    calls.setXattr(fd, has[0], Buffer.from(has[1], 'base64'))
    const before = realDisk().xattrs(fd)
    t.match(before, has[0])
    const mode = fstatSync(fd).mode
    as(NOBODY, () => setMetadata(fd, { ...metadata, mode, xattrs: JSON.stringify(wanted) }))
    t.equal(realDisk().xattrs(fd), before)
  })

const MODULE = join(import.meta.dirname, '../../lib/fs/set-metadata.js')

// A directory that has got ACLs of the one above it.
// prettier-ignore
const failing: [name: string, inject: string, said: string, mode: string][] = [
  ['the ACL of its own stays: it is opened to nobody',  'fsetxattr:error=EPERM:when=1', 'ACL\n', '700'],
  ['and where that for what is made in it stays',       'fsetxattr:error=EPERM:when=2', 'ACL\n', '700'],
  ['an owner that is right already is not given again', 'fchown:error=ENOSYS',          '',      '775'],
]

const cannotFail = noNative || cannotTrace() || cannotMount() || without('setfacl')

for (const [name, inject, said, mode] of failing)
  t.test(`a call that fails: ${name}`, { skip: cannotFail }, async (t) => {
    const scratch = new Scratch(t, tmpfs(t))
    must('setfacl', '-d', '-m', 'u:55:rwx', scratch.root)
    mkdirSync(scratch.at('dir'))
    scratch.write(
      'script.mjs',
      `import { openSync } from 'node:fs'
      import { setMetadata } from ${JSON.stringify(MODULE)}
      const metadata = { uid: 0, gid: 0, mode: 0o775, mtimeNs: 1n, xattrs: '[]' }
      setMetadata(openSync('dir', 'r'), metadata, (what) => console.log(what))`,
    )
    const faults = ['-e', `trace=${inject.split(':')[0]}`, '-e', `inject=${inject}`]
    const args = ['-f', '-qq', '-o', '/dev/null', ...faults, process.execPath, 'script.mjs']
    t.equal(runIn(scratch.root, 'strace', args).stdout, said)
    t.equal(Number(scratch.stat('dir').mode & 0o7777n).toString(8), mode)
  })

/** A new file of nobody's, as a copy is made. */
function owned(t: ConstructorParameters<typeof Scratch>[0]) {
  const scratch = new Scratch(t)
  scratch.write('file')
  if (!notRoot) chownSync(scratch.at('file'), NOBODY, NOBODY)
  chmodSync(scratch.at('file'), 0o600)
  const { uid, gid } = scratch.stat('file')
  const metadata: Metadata = {
    uid: Number(uid),
    gid: Number(gid),
    mode: 0o600,
    mtimeNs: 123_456_789n,
  }
  const path = scratch.at('file')
  return { fd: openSync(path, 'r+'), path, metadata }
}

function as(uid: number, work: () => void): void {
  const groups = process.getgroups!()
  process.setgroups!([])
  process.setegid!(uid)
  process.seteuid!(uid)
  try {
    work()
  } finally {
    process.seteuid!(0)
    process.setegid!(0)
    process.setgroups!(groups)
  }
}
