import { chmodSync, chownSync, closeSync, mkdirSync, openSync } from 'node:fs'
import t, { type Test } from 'tap'
import { refuseFixed } from '../../lib/apply/fixed.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import { before, fails, placeAt, runOn } from '../helper/apply-run.js'
import { cannotMount, loopFs, must, remount, tmpfs } from '../helper/mounts.js'
import { noNative } from '../helper/native.js'
import { Scratch } from '../helper/scratch.js'

const disk = realDisk()

/** `dir/file`, and what is said of it. */
function play(t: Test, parent?: string, calls: Parameters<typeof runOn>[0] = {}) {
  const scratch = new Scratch(t, parent)
  scratch.write('dir/file')
  const run = runOn(calls)
  const place = placeAt(run, scratch.at('dir/file'))
  const fd = openSync(scratch.at('dir/file'), 'r')
  t.teardown(() => [closeSync(fd), run.dirs.closeAll()])
  return { scratch, run, place, look: () => refuseFixed(run, place, fd, disk.fstat(fd)) }
}

const noRoot = process.getuid?.() !== 0 && 'only root may be somebody else'
const [ROOT, ME, OTHER] = [0, 65534, 65533]

// prettier-ignore
const sticky: [name: string, mode: number, dir: number, file: number, we: number, refused: boolean][] = [
  ['nobody of those who may',           0o1777, ROOT,  ROOT,  ME,   true],
  ['neither, and others own them',      0o1777, OTHER, OTHER, ME,   true],
  ['its owner',                         0o1777, ROOT,  ME,    ME,   false],
  ['the owner of the directory',        0o1777, ME,    ROOT,  ME,   false],
  ['root',                              0o1777, ME,    OTHER, ROOT, false],
  ['nobody, in one that is not sticky', 0o777,  ROOT,  ROOT,  ME,   false],
]

for (const [name, mode, dir, file, we, refused] of sticky)
  t.test(`in a sticky directory: ${name}`, { skip: noRoot }, async (t) => {
    const { scratch, look } = play(t)
    chownSync(scratch.at('dir'), dir, dir)
    chownSync(scratch.at('dir/file'), file, file)
    chmodSync(scratch.at('dir'), mode)
    process.seteuid!(we)
    try {
      if (refused) t.throws(look, { code: 'EPERM', message: /sticky/ })
      else t.doesNotThrow(look)
    } finally {
      process.seteuid!(ROOT)
    }
  })

// prettier-ignore
const flags: [flag: string, on: string, message: RegExp][] = [
  ['+i', 'dir',      /^its directory is immutable or append-only/],
  ['+a', 'dir',      /^its directory is immutable or append-only/],
  ['+i', 'dir/file', /^it is immutable or append-only/],
  ['+a', 'dir/file', /^it is immutable or append-only/],
]

t.test('chattr', { skip: noNative || cannotMount('ext4') }, async (t) => {
  const mount = loopFs(t, 'ext4', 8)
  for (const [flag, on, message] of flags) {
    const { scratch, look } = play(t, mount)
    must('chattr', flag, String(scratch.at(on)))
    t.throws(look, { code: 'EPERM', message }, `${flag} ${on}`)
    must('chattr', '-ia', String(scratch.at(on)))
    t.doesNotThrow(look, `not ${flag} ${on}`)
  }
})

t.test('a file system that is mounted to be read', { skip: cannotMount() }, async (t) => {
  const mount = tmpfs(t)
  const { look } = play(t, mount)
  remount(mount, 'ro')
  t.throws(look, { code: 'EROFS' })
  remount(mount, 'rw')
  t.doesNotThrow(look)
})

t.test('a directory that may not be written to', async (t) => {
  const { look } = play(t, undefined, { requireWritable: fails('EACCES') })
  t.throws(look, { code: 'EACCES' })
})

t.test('where the system does not tell of flags', async (t) => {
  const { isFixed: _, ...silent } = disk
  const { run, place } = play(t)
  const { scratch } = play(t)
  const fd = openSync(scratch.at('dir/file'), 'r')
  t.doesNotThrow(() => refuseFixed({ ...run, disk: silent }, place, fd, disk.fstat(fd)))
  closeSync(fd)
})

t.test('a directory is asked once in a batch, each file for itself', async (t) => {
  let [dirs, files] = [0, 0]
  const { scratch, run, look } = play(t, undefined, {
    requireWritable: before(disk.requireWritable, () => dirs++),
    isFixed: (fd) => !disk.fstat(fd).isDirectory() && files++ > 1,
  })
  look()
  look()
  t.strictSame([dirs, files], [1, 2])
  t.throws(look, { code: 'EPERM' })
  mkdirSync(scratch.at('other'))
  scratch.write('other/file')
  const other = placeAt(run, scratch.at('other/file'))
  const fd = openSync(scratch.at('other/file'), 'r')
  t.throws(() => refuseFixed(run, other, fd, disk.fstat(fd)), { code: 'EPERM' })
  t.equal(dirs, 2)
  closeSync(fd)
})
