import { execFileSync } from 'node:child_process'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Place } from '../../lib/fs/disk.js'
import { native } from '../../lib/fs/native/native.js'
import { at, realDisk, syncNames, writeAll } from '../../lib/fs/real-disk.js'
import { without } from '../helper/commands.js'
import { cannotMount, exfat, loopFs, squashfs, tmpfs } from '../helper/mounts.js'
import { noNative } from '../helper/native.js'
import { asNobody, cannotBeNobody } from '../helper/nobody.js'
import { runIn } from '../helper/run.js'
import { Scratch } from '../helper/scratch.js'

const disk = realDisk()

// prettier-ignore
const NAMES = [
  '-rf', ' ', 'a\nb', '\x1b[31m', '"', '\\', '*', '\xff\xfe', '\xef\xbf\xbd', 'e\xcc\x81', 'n'.repeat(255),
  '\xc0\xaf', '\xed\xa0\x80', '~', '$(id)',
]

/** A place maker in a new directory. */
function placesIn(scratch: Pick<Scratch, 'root'>) {
  const dir = disk.openDir(Buffer.from(scratch.root))
  return (name: string): Place => ({ dir, name: Buffer.from(name, 'latin1') })
}

for (const name of NAMES)
  t.test(`every call takes the name ${JSON.stringify(name.slice(0, 20))}`, async (t) => {
    const scratch = new Scratch(t)
    const place = placesIn(scratch)
    const fd = disk.create(place(name))
    disk.write(fd, Buffer.from('content'), 0)
    disk.sync(fd)
    disk.close(fd)
    t.strictSame(scratch.names(), [name])
    disk.link(place(name), place('other'))
    t.equal(disk.lstat(place(name))!.ino, disk.lstat(place('other'))!.ino)
    disk.unlink(place('other'))
    disk.rename(place(name), place('other'))
    disk.renameNoReplace(place('other'), place(name))
    t.strictSame(scratch.names(), [name])
    const reader = disk.open(place(name))
    const buffer = Buffer.alloc(100)
    t.equal(buffer.toString('latin1', 0, disk.read(reader, buffer, 0)), 'content')
    t.equal(disk.read(reader, buffer, 7), 0, 'the end')
    disk.close(reader)
    disk.unlink(place(name))
    disk.symlink(place(name).name, place(name))
    t.strictSame(disk.readlink(place(name)), place(name).name)
    disk.unlink(place(name))
    disk.mkdir(place(name))
    disk.closeDir(disk.openDirAt(place(name)))
    disk.rmdir(place(name))
    t.strictSame(scratch.names(), [])
  })

t.test('a name that is not UTF-8 does not reach the file of its replacement', async (t) => {
  const scratch = new Scratch(t)
  const place = placesIn(scratch)
  scratch.write('f\xef\xbf\xbd', 'the other')
  t.equal(disk.lstat(place('f\xff')), undefined)
  t.throws(() => disk.unlink(place('f\xff')), { code: 'ENOENT' })
  t.ok(scratch.exists('f\xef\xbf\xbd'))
})

t.test('nothing is ever written over', async (t) => {
  const scratch = new Scratch(t)
  const place = placesIn(scratch)
  scratch.write('a', 'a')
  scratch.write('b', 'b')
  fs.symlinkSync('nowhere', scratch.at('dangling'))
  for (const taken of ['b', 'dangling']) {
    t.throws(() => disk.link(place('a'), place(taken)), { code: 'EEXIST' })
    t.throws(() => disk.renameNoReplace(place('a'), place(taken)), { code: 'EEXIST' })
    t.throws(() => disk.create(place(taken)), { code: 'EEXIST' })
    t.throws(() => disk.symlink(Buffer.from('a'), place(taken)), { code: 'EEXIST' })
    t.throws(() => disk.mkdir(place(taken)), { code: 'EEXIST' })
  }
  t.strictSame(scratch.names(), ['a', 'b', 'dangling -> nowhere'])
  t.equal(scratch.read('b'), 'b')
})

t.test('only files are opened, and none is waited for', async (t) => {
  const scratch = new Scratch(t)
  const place = placesIn(scratch)
  scratch.write('file')
  fs.symlinkSync('file', scratch.at('link'))
  execFileSync('mkfifo', [String(scratch.at('fifo'))])
  t.throws(() => disk.open(place('link')), { code: 'ELOOP' })
  const fd = disk.open(place('fifo')) // would hang without O_NONBLOCK
  t.notOk(disk.fstat(fd).isFile())
  disk.close(fd)
  t.throws(() => disk.openDirAt(place('link')), { code: 'ENOTDIR' })
  t.throws(() => disk.openDirAt(place('file')), { code: 'ENOTDIR' })
})

t.test('an open directory stays the same one when its path leads elsewhere', async (t) => {
  const scratch = new Scratch(t)
  scratch.write('dir/a', 'right')
  scratch.write('victim/a', 'wrong')
  const dir = disk.openDir(scratch.at('dir'))
  fs.renameSync(scratch.at('dir'), scratch.at('moved'))
  fs.symlinkSync('victim', scratch.at('dir'))
  t.match(at({ dir, name: Buffer.from('a') }).toString(), /^\/proc\/self\/fd\/\d+\/a$/)
  disk.unlink({ dir, name: Buffer.from('a') })
  disk.closeDir(dir)
  t.strictSame(scratch.names(), ['dir -> victim', 'moved/', 'victim/', 'victim/a'])
})

/** Where a disk that is not mounted would leave an empty directory. */
const onRoot = fs.statSync(tmpdir()).dev === fs.statSync('/').dev

// prettier-ignore
const branches: [name: string, dir: (t: Test) => string, unmounted: boolean, skip: string | false][] = [
  ['empty, on the disk of /',         (t) => new Scratch(t).root,                             true,  !onRoot && 'TMPDIR is a disk of its own'],
  ['with a file, on the disk of /',   (t) => { const s = new Scratch(t); s.write('a'); return s.root }, false, !onRoot && 'TMPDIR is a disk of its own'],
  ['empty, a disk of its own',        (t) => tmpfs(t),                                        false, cannotMount()],
]

for (const [name, make, unmounted, skip] of branches)
  t.test(`is a branch not mounted? ${name}`, { skip }, async (t) => {
    const dir = disk.openDir(Buffer.from(make(t)))
    t.equal(disk.isUnmounted(dir), unmounted)
    disk.closeDir(dir)
  })

const notLinux = process.platform !== 'linux' && 'Linux only'

t.test('to know that, nothing is left open', { skip: notLinux }, async (t) => {
  const dir = disk.openDir(Buffer.from(new Scratch(t).root))
  const before = fs.readdirSync('/proc/self/fd').length
  disk.isEmpty(dir)
  t.equal(fs.readdirSync('/proc/self/fd').length, before)
  disk.closeDir(dir)
})

t.test('only a pool says on how many disks a file lies', { skip: noNative }, async (t) => {
  const scratch = new Scratch(t)
  const place = placesIn(scratch)
  scratch.write('a')
  const fd = disk.open(place('a'))
  native()!.setXattr(fd, 'user.mergerfs.allpaths', Buffer.from('/a\0/b\0/c')) // its owner's joke
  disk.close(fd)
  t.equal(disk.copies(place('a')), 1)
})

t.test('metadata comes back whole', { skip: notRoot() }, async (t) => {
  const scratch = new Scratch(t)
  const place = placesIn(scratch)
  const fd = disk.create(place('a'))
  const mtimeNs = 1_234_567_890_123_456_789n
  const xattrs = JSON.stringify([['user.note', Buffer.from('x\0y').toString('base64')]])
  disk.setMetadata(fd, { uid: 12, gid: 34, mode: 0o106750, mtimeNs, xattrs })
  const stat = disk.fstat(fd)
  t.match(stat, { uid: 12n, gid: 34n, mode: 0o106750n, mtimeNs }, 'set-id bits, nanoseconds')
  t.equal(disk.xattrs(fd), xattrs)
  disk.close(fd)
})

function notRoot(): string | false {
  return process.getuid?.() === 0 ? false : 'only root may give files away'
}

const MODULE = join(import.meta.dirname, '../../lib/fs/real-disk.js')

t.test('others may read, and cannot leave it alone', { skip: cannotBeNobody() }, async (t) => {
  const scratch = new Scratch(t)
  scratch.write('a', 'content')
  for (const [name, mode] of [
    ['', 0o755],
    ['a', 0o644],
  ] as const)
    fs.chmodSync(scratch.at(name), mode)
  scratch.write('script.mjs', `import { realDisk } from ${JSON.stringify(MODULE)}
    const { open, openDir, read } = realDisk()
    const bytes = Buffer.alloc(7)
    read(open({ dir: openDir(Buffer.from('.')), name: Buffer.from('a') }), bytes, 0)
    console.log(bytes.toString())`) // prettier-ignore
  const { stdout, stderr } = await asNobody(`'${process.execPath}' script.mjs`, scratch.root)
  t.equal(stdout, 'content\n', stderr)
})

t.test('without /proc a name is reached by its path', { skip: cannotMount() }, async (t) => {
  const scratch = new Scratch(t)
  scratch.write('sub/a', 'content')
  scratch.write('script.mjs', `import { at, realDisk } from ${JSON.stringify(MODULE)}
    const { open, openDir, openDirAt, read } = realDisk()
    const bytes = Buffer.alloc(7)
    const dir = openDirAt({ dir: openDir(Buffer.from(process.cwd())), name: Buffer.from('sub') })
    read(open({ dir, name: Buffer.from('a') }), bytes, 0)
    console.log(String(bytes), String(at({ dir, name: Buffer.from('a') })))`) // prettier-ignore
  const hidden = ['-m', 'sh', '-c', 'mount -t tmpfs none /proc; exec "$0" "$1"']
  const ran = runIn(scratch.root, 'unshare', [...hidden, process.execPath, 'script.mjs'])
  t.equal(ran.stdout, `content ${scratch.root}/sub/a\n`, ran.stderr)
})

t.test('reading leaves the access time alone', async (t) => {
  const scratch = new Scratch(t)
  const place = placesIn(scratch)
  scratch.write('a')
  const before = scratch.stat('a').atimeNs
  const fd = disk.open(place('a'))
  disk.read(fd, Buffer.alloc(1), 0)
  disk.close(fd)
  t.equal(scratch.stat('a').atimeNs, before)
})

t.test(
  'a file that is open for writing is known to be',
  { skip: process.platform !== 'linux' && 'Linux only' },
  async (t) => {
    const scratch = new Scratch(t)
    const place = placesIn(scratch)
    scratch.write('a')
    const fd = disk.open(place('a'))
    t.equal(disk.hasWriter(fd), false)
    const writer = fs.openSync(scratch.at('a'), 'a')
    t.equal(disk.hasWriter(fd), true)
    fs.closeSync(writer)
    t.equal(disk.hasWriter(fd), false)
    disk.close(fd)
  },
)

t.test('short writes are completed', async (t) => {
  const scratch = new Scratch(t)
  scratch.write('a', '')
  const fd = fs.openSync(scratch.at('a'), 'w')
  const bytes = Buffer.alloc(3_000_000, 'abc')
  writeAll(fd, bytes)
  writeAll(fd, bytes.subarray(0, 10), 4_000_000)
  fs.closeSync(fd)
  const hole = Buffer.alloc(1_000_000)
  t.ok(fs.readFileSync(scratch.at('a')).equals(Buffer.concat([bytes, hole, bytes.subarray(0, 10)])))
})

t.test('a write that is cut short is no whole one', { skip: cannotMount() }, async (t) => {
  const dir = disk.openDir(Buffer.from(tmpfs(t, 'size=256k')))
  const fd = disk.create({ dir, name: Buffer.from('a') })
  t.throws(() => disk.write(fd, Buffer.alloc(2 ** 20), 0), { code: 'ENOSPC' })
  t.ok(disk.fstat(fd).size > 0n, 'it was begun')
  disk.close(fd)
  disk.closeDir(dir)
})

t.test('zeros at the end take no room', async (t) => {
  const scratch = new Scratch(t)
  const place = placesIn(scratch)
  const fd = disk.create(place('a'))
  disk.write(fd, Buffer.from('abc'), 0)
  disk.extend(fd, 2 ** 30)
  t.match(disk.fstat(fd), { size: 2n ** 30n })
  t.ok(disk.fstat(fd).blocks < 2n ** 20n / 512n)
  const end = Buffer.alloc(3, 'x')
  const reading = disk.open(place('a'))
  disk.read(reading, end, 2)
  t.equal(end.toString('latin1'), 'c\0\0')
  disk.close(reading)
  disk.close(fd)
})

t.test('a clone shares blocks, or cannot be', { skip: cannotMount('btrfs') }, async (t) => {
  const shared = new Scratch(t, loopFs(t, 'btrfs', 128))
  const place = placesIn(shared)
  shared.write('a', Buffer.alloc(100_000, 'a'))
  const fd = disk.open(place('a'))
  disk.clone(fd, place('b'))
  t.throws(() => disk.clone(fd, place('b')), { code: 'EEXIST' })
  disk.close(fd)
  t.equal(shared.read('b'), shared.read('a'))
  t.not(shared.stat('b').ino, shared.stat('a').ino)
  disk.closeDir(place('a').dir)
})

t.test('names of many directories are made durable at once, or not', async (t) => {
  const scratch = new Scratch(t)
  const dir = disk.openDir(Buffer.from(scratch.root))
  t.type(disk.syncNames?.(dir) ?? false, 'boolean')
  const proc = disk.openDir(Buffer.from('/proc'))
  t.notOk(disk.syncNames?.(proc), 'not known to work there')
  disk.closeDir(proc)
  disk.closeDir(dir)
})

t.test('both calls are made for that', { skip: cannotMount() }, async (t) => {
  const root = disk.openDir(Buffer.from(tmpfs(t)))
  const synced: number[] = []
  t.equal(
    syncNames(root, (fd) => synced.push(fd)),
    true,
  )
  t.strictSame(synced, [root.fd])
  const unsynced = disk.openDirAt({ dir: root, name: Buffer.from('.') }, true)
  t.throws(() => syncNames(unsynced, () => {}), { code: 'EBADF', syscall: 'fsync' })
  for (const dir of [root, unsynced]) disk.closeDir(dir)
})

t.test('a directory is renamed, too, which no link could do', { skip: noNative }, async (t) => {
  const scratch = new Scratch(t)
  const place = placesIn(scratch)
  for (const rename of [disk.renameNoReplace, disk.renameAside]) {
    disk.mkdir(place('a'))
    rename(place('a'), place('b'))
    t.strictSame(scratch.names(), ['b/'])
    disk.rmdir(place('b'))
  }
})

t.test(
  'an ACL that was inherited goes',
  { skip: cannotMount() || without('setfacl') },
  async (t) => {
    const dir = tmpfs(t)
    execFileSync('setfacl', ['-d', '-m', 'u:1000:rwx', dir])
    const parent = disk.openDir(Buffer.from(dir))
    const place = { dir: parent, name: Buffer.from('made') }
    disk.mkdir(place)
    const made = disk.openDirAt(place)
    t.match(disk.xattrs(made.fd), /posix_acl_default/)
    const metadata = { uid: 0, gid: 0, mode: 0o750, mtimeNs: 7n }
    disk.setMetadata(made.fd, metadata)
    t.match(disk.xattrs(made.fd), /posix_acl_default/, 'not if nobody said what it is to have')
    disk.setMetadata(made.fd, { ...metadata, xattrs: '[]' })
    t.equal(disk.xattrs(made.fd), '[]')
    t.match(disk.fstat(made.fd), { mtimeNs: 7n, mode: 0o040750n })
    for (const one of [made, parent]) disk.closeDir(one)
  },
)

t.test(
  'a file on a medium that can only be read is durable',
  { skip: cannotMount('squashfs') },
  async (t) => {
    const scratch = new Scratch(t)
    scratch.write('a')
    const place = placesIn({ root: squashfs(t, scratch.root) })('a')
    const fd = disk.open(place)
    t.throws(() => fs.fsyncSync(fd), { code: 'EINVAL' }, 'though the system does not say so')
    t.doesNotThrow(() => disk.sync(fd))
    disk.close(fd)
    disk.closeDir(place.dir)
    t.throws(() => disk.sync(fd), { code: 'EBADF' }, 'other errors are told')
  },
)

// prettier-ignore
const aside: [name: string, make: (s: Scratch) => unknown, code: string, names: string[]][] = [
  ['its new name is free',        () => {},                                      '',       ['aside']],
  ['somebody has it',             (s) => s.write('aside'),                       'EEXIST', ['aside', 'file']],
  ['it is another name of it',    (s) => s.link('aside', 'file'),                'EEXIST', ['aside', 'file']],
  ['a symlink has it',            (s) => fs.symlinkSync('x', s.at('aside')),     'EEXIST', ['aside -> x', 'file']],
  ['a directory has it',          (s) => fs.mkdirSync(s.at('aside')),            'EEXIST', ['aside/', 'file']],
  ['it is gone itself',           (s) => s.remove('file'),                       'ENOENT', []],
]

for (const [name, make, code, names] of aside)
  t.test(`out of reach: ${name}`, async (t) => {
    const scratch = new Scratch(t)
    scratch.write('file')
    make(scratch)
    t.equal(
      codeOf(() => setAside(scratch)),
      code,
    )
    t.strictSame(scratch.names(), names)
  })

function setAside(scratch: Pick<Scratch, 'root'>): void {
  const dir = disk.openDir(Buffer.from(scratch.root))
  const place = (name: string): Place => ({ dir, name: Buffer.from(name) })
  try {
    disk.renameAside(place('file'), place('aside'))
  } finally {
    disk.closeDir(dir)
  }
}

function codeOf(act: () => void): string {
  try {
    act()
    return ''
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code)
  }
}

t.test('from one disk to another nothing is even begun', { skip: cannotMount() }, async (t) => {
  const [here, there] = [new Scratch(t), new Scratch(t, tmpfs(t))]
  here.write('file')
  fs.utimesSync(there.root, 1, 1)
  const [from, to] = [placesIn(here)('file'), placesIn(there)('aside')]
  for (const rename of [disk.renameNoReplace, disk.renameAside])
    t.throws(() => rename(from, to), { code: 'EXDEV' })
  t.equal(fs.statSync(there.root).mtimeMs, 1000, 'no name was made there for a moment')
  for (const { dir } of [from, to]) disk.closeDir(dir)
})

t.test('out of reach and back on a memory card', { skip: cannotMount('exfat') }, async (t) => {
  const scratch = new Scratch(t, exfat(t))
  scratch.write('file', 'content')
  const place = placesIn(scratch)
  disk.renameAside(place('file'), place('aside'))
  t.strictSame([scratch.names(), scratch.read('aside')], [['aside'], 'content'])
  scratch.write('file', 'new')
  t.throws(() => disk.renameNoReplace(place('aside'), place('file')), { code: 'EEXIST' })
  t.throws(() => disk.renameAside(place('file'), place('aside')), { code: 'EEXIST' })
  t.throws(() => disk.renameNoReplace(place('aside'), place('FILE')), { code: 'EEXIST' })
  t.strictSame([scratch.read('file'), scratch.read('aside')], ['new', 'content'])
  scratch.remove('file')
  disk.renameNoReplace(place('aside'), place('file'))
  t.strictSame([scratch.names(), scratch.read('file')], [['file'], 'content'])
  disk.closeDir(place('file').dir)
})

t.test('file systems by number', { skip: cannotMount('ext4') }, async (t) => {
  for (const [path, type] of [
    [tmpfs(t), 0x01021994],
    [loopFs(t, 'ext4', 8), 0xef53],
    ['/proc', 0x9fa0],
  ] as const) {
    const dir = disk.openDir(Buffer.from(path))
    t.equal(disk.fileSystem(dir.fd), type, path)
    disk.closeDir(dir)
  }
})
