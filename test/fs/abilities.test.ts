import { chmodSync, closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { abilitiesOf } from '../../lib/fs/abilities.js'
import { native } from '../../lib/fs/native/native.js'
import { at, realDisk } from '../../lib/fs/real-disk.js'
import { bindMount, cannotMount, exfat, loopFs, must, remount, tmpfs } from '../helper/mounts.js'
import { calls, noNative } from '../helper/native.js'
import { asNobody, cannotBeNobody } from '../helper/nobody.js'
import { Scratch } from '../helper/scratch.js'

const disk = realDisk()
const abilities = () => abilitiesOf(native(), at)

/** Open directories, closed when the test ends: before what is mounted there goes. */
function opened(t: { teardown: (end: () => void) => void }, ...paths: readonly string[]) {
  return paths.map((path) => {
    const dir = disk.openDir(Buffer.from(path))
    t.teardown(() => disk.closeDir(dir))
    return dir
  })
}

t.test('what a file system is without', { skip: cannotMount('exfat') }, async (t) => {
  const [card, ram] = opened(t, exfat(t), tmpfs(t))
  const { lacks } = abilities()
  t.strictSame([lacks('hardlink', card!), lacks('symlink', card!)], ['exfat', 'exfat'])
  t.strictSame([lacks('hardlink', ram!), lacks('reflink', ram!)], [undefined, 'tmpfs'])
})

t.test(
  'XFS is made with reflinks or without',
  { skip: noNative || cannotMount('xfs') },
  async (t) => {
    const [with_, without] = opened(
      t,
      loopFs(t, 'xfs', 320),
      loopFs(t, 'xfs', 320, { make: ['-m', 'reflink=0'] }),
    )
    const { lacks } = abilities()
    t.equal(lacks('reflink', with_!), undefined)
    t.equal(lacks('reflink', without!), 'xfs, made without reflinks')
  },
)

t.test('what is mounted to be read, and what is apart', { skip: cannotMount() }, async (t) => {
  const mount = tmpfs(t)
  mkdirSync(`${mount}/sub`)
  const [home, sub, view, other] = opened(t, mount, `${mount}/sub`, bindMount(t, mount), tmpfs(t))
  const { isReadOnly, areApart, onTwoDisks } = abilities()
  t.notOk(isReadOnly(home!))
  t.strictSame([areApart(home!, sub!), onTwoDisks(home!, sub!)], [false, false])
  t.strictSame([areApart(home!, view!), onTwoDisks(home!, view!)], [true, false], 'two mounts')
  t.strictSame([areApart(home!, other!), onTwoDisks(home!, other!)], [true, true], 'two disks')
  remount(mount, 'ro')
  t.ok(abilities().isReadOnly(home!))
  t.equal(abilities().writeError(home!), 'EROFS')
  remount(mount, 'rw')
  t.equal(abilities().writeError(home!), undefined)
})

t.test('where one directory is another subvolume', { skip: cannotMount('btrfs') }, async (t) => {
  const mount = loopFs(t, 'btrfs', 128)
  must('btrfs', 'subvolume', 'create', `${mount}/sub`)
  const [home, sub] = opened(t, mount, `${mount}/sub`)
  const { areApart, onTwoDisks } = abilities()
  t.strictSame([areApart(home!, sub!), onTwoDisks(home!, sub!)], [true, false])
})

t.test('a mount that nobody knows', { skip: noNative || cannotMount('exfat') }, async (t) => {
  const [card, home, sub] = opened(t, exfat(t), t.testdir({ sub: {} }), `${t.testdirName}/sub`)
  const mountId = (fd: number) => (fd === card!.fd ? calls.mountId?.(fd) : '0')
  const { lacks, isReadOnly, areApart, onTwoDisks } = abilitiesOf({ ...calls, mountId }, at)
  t.strictSame([lacks('hardlink', card!), lacks('hardlink', home!)], ['exfat', undefined])
  t.notOk(isReadOnly(home!))
  for (const [a, b, apart] of [
    [card, home, true],
    [home, card, true],
    [home, sub, false],
  ] as const)
    t.strictSame([areApart(a!, b!), onTwoDisks(a!, b!)], [apart, false])
})

t.test(
  'blocks that a file has for itself',
  { skip: noNative || cannotMount('ext4') },
  async (t) => {
    const scratch = new Scratch(t, loopFs(t, 'ext4', 8))
    const fds = ['a', 'b'].map((name) => {
      scratch.write(name, Buffer.alloc(4096, 'x'))
      return openSync(scratch.at(name), 'r')
    })
    const found = abilities().sharedBlocks(fds[0]!, fds[1]!, 4096)
    t.strictSame(found, { isWhole: false, isInline: false, own: 4096 })
    fds.forEach((fd) => closeSync(fd))
  },
)

t.test('what chattr set', { skip: noNative || cannotMount('ext4') }, async (t) => {
  const scratch = new Scratch(t, loopFs(t, 'ext4', 8))
  scratch.write('dir/file')
  const none = { isImmutable: false, isAppendOnly: false, isNoCow: false }
  for (const name of ['dir', 'dir/file'])
    for (const [flag, found] of [
      ['i', { ...none, isImmutable: true }],
      ['a', { ...none, isAppendOnly: true }],
      ['A', none],
    ] as const) {
      const fd = openSync(scratch.at(name), 'r')
      t.strictSame(abilities().attributes(fd), none)
      must('chattr', `+${flag}`, String(scratch.at(name)))
      t.strictSame(abilities().attributes(fd), found, `${name} +${flag}`)
      must('chattr', `-${flag}`, String(scratch.at(name)))
      closeSync(fd)
    }
  t.equal(abilities().attributes(-1), undefined, 'nobody knows')
})

t.test('without native calls, attributes and blocks are not known', async (t) => {
  const { attributes, sharedBlocks } = abilitiesOf(undefined, at)
  t.strictSame([attributes(0), sharedBlocks(0, 0, 1)], [undefined, undefined])
})

const REAL_DISK = join(import.meta.dirname, '../../lib/fs/real-disk.js')

const notRoot = process.getuid?.() !== 0 && 'needs files of another owner'

t.test('what others may write to, and link', { skip: notRoot || cannotBeNobody() }, async (t) => {
  const scratch = new Scratch(t)
  chmodSync(scratch.root, 0o755)
  for (const [name, mode] of [
    ['open', 0o777],
    ['readable', 0o755],
    ['closed', 0o766],
    ['secret', 0o733],
  ] as const) {
    scratch.write(`${name}/file`)
    chmodSync(scratch.at(`${name}/file`), mode & 0o666)
    chmodSync(scratch.at(name), mode)
  }
  const script = `import { realDisk } from ${JSON.stringify(REAL_DISK)}
    const { abilities, openDir, openDirAt } = realDisk()
    const here = openDir(Buffer.from('.'))
    for (const name of ['open', 'readable', 'closed', 'secret']) {
      const dir = openDirAt({ dir: here, name: Buffer.from(name) }, true)
      const file = { dir, name: Buffer.from('file') }
      const link = abilities.mayLink(file, { uid: 0n, mode: 0o100644n }) ? 'may' : 'may not'
      console.log(name, abilities.writeError(dir) ?? 'may', abilities.writeError(file) ?? 'may', link)
    }`
  scratch.write('script.mjs', script)
  const { stdout, stderr } = await asNobody(`'${process.execPath}' script.mjs`, scratch.root)
  const isProtected = readFileSync('/proc/sys/fs/protected_hardlinks', 'latin1').trim() === '1'
  const link = isProtected ? 'may not' : 'may'
  const said = [
    'open may may may',
    `readable EACCES EACCES ${link}`,
    `closed EACCES EACCES ${link}`,
    `secret may may ${link}`,
    '',
  ]
  t.strictSame(stdout.split('\n'), said, stderr)
})
