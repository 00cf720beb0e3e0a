import { chmodSync, chownSync, closeSync, openSync } from 'node:fs'
import t, { type Test } from 'tap'
import { refuseFixed } from '../../lib/apply/fixed.js'
import type { Abilities } from '../../lib/fs/disk.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import type { Op } from '../../lib/record/step.js'
import { before, placeAt, runOn } from '../helper/apply-run.js'
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
  const look = (op: Op = 'delete') => refuseFixed(run, op, place, fd, disk.fstat(fd))
  return { scratch, run, place, fd, look }
}

/** The abilities of this system, with some answers replaced. */
const answering = (answers: Partial<Abilities>) => ({
  abilities: { ...disk.abilities!, ...answers },
})

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
      if (refused) t.throws(() => look(), { code: 'EPERM', message: /sticky/ })
      else t.doesNotThrow(() => look())
    } finally {
      process.seteuid!(ROOT)
    }
  })

// prettier-ignore
const flags: [flag: string, on: string, message: RegExp, reflink: boolean][] = [
  ['+i', 'dir',      /^its directory is immutable or append-only/, true],
  ['+a', 'dir',      /^its directory is immutable or append-only/, true],
  ['+i', 'dir/file', /^it is immutable/,                           false],
  ['+a', 'dir/file', /^it is append-only/,                         true],
]

t.test('chattr', { skip: noNative || cannotMount('ext4') }, async (t) => {
  const mount = loopFs(t, 'ext4', 8)
  for (const [flag, on, message, reflink] of flags) {
    const { scratch, look } = play(t, mount)
    must('chattr', flag, String(scratch.at(on)))
    t.throws(() => look(), { code: 'EPERM', message }, `${flag} ${on}`)
    if (reflink) t.doesNotThrow(() => look('reflink'), 'blocks are shared without its name')
    else t.throws(() => look('reflink'), { code: 'EPERM', message })
    must('chattr', '-ia', String(scratch.at(on)))
    t.doesNotThrow(() => look(), `not ${flag} ${on}`)
  }
})

t.test('a file system that is mounted to be read', { skip: cannotMount() }, async (t) => {
  const mount = tmpfs(t)
  const [one, other] = [play(t, mount), play(t, mount)]
  t.doesNotThrow(() => one.look())
  remount(mount, 'ro')
  t.throws(() => other.look(), { code: 'EROFS' })
  t.throws(() => other.look('reflink'), { code: 'EROFS' })
  remount(mount, 'rw')
})

for (const code of ['EACCES', 'EROFS', 'EPERM'])
  t.test(`a directory that may not be written to: ${code}`, async (t) => {
    const { look } = play(t, undefined, answering({ writeError: () => code }))
    t.throws(() => look(), { code })
    t.doesNotThrow(() => look('reflink'))
  })

t.test('where the system does not tell', async (t) => {
  const { abilities: _, ...silent } = disk
  const { run, place, fd } = play(t)
  t.doesNotThrow(() => refuseFixed({ ...run, disk: silent }, 'delete', place, fd, disk.fstat(fd)))
  const { look } = play(t, undefined, answering({ attributes: () => undefined }))
  t.doesNotThrow(() => look(), 'of attributes')
})

t.test('a directory is asked once, each file for itself', async (t) => {
  let [dirs, files] = [0, 0]
  const { abilities } = answering({
    writeError: before(disk.abilities!.writeError, () => dirs++),
    attributes: before(disk.abilities!.attributes, (fd) => disk.fstat(fd).isFile() && files++),
  })
  const { scratch, run, look } = play(t, undefined, { abilities })
  look()
  look()
  t.strictSame([dirs, files], [1, 2])
  scratch.write('other/file')
  const fd = openSync(scratch.at('other/file'), 'r')
  refuseFixed(run, 'delete', placeAt(run, scratch.at('other/file')), fd, disk.fstat(fd))
  t.strictSame([dirs, files], [2, 3])
  closeSync(fd)
})
