import { execFileSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import t, { type Test } from 'tap'
import type { Disk, Place } from '../../lib/fs/disk.js'
import { OpenDirs } from '../../lib/fs/open-dirs.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import { Scratch } from '../helper/scratch.js'

const disk = realDisk()

/** A tree with a symlink to its root, and one below. */
function tree(t: Pick<Test, 'teardown'>) {
  const scratch = new Scratch(t)
  scratch.write('root/real/sub/a', 'a')
  symlinkSync('root', scratch.at('alias'))
  symlinkSync('real', scratch.at('root/link'))
  scratch.write('root/file', '')
  return scratch
}

// prettier-ignore
const cases: [name: string, path: string, root: string | undefined, code: string | undefined][] = [
  ['below its root',                   'root/real/sub/a',  'root',            undefined],
  ['in its root',                      'root/file',        'root',            undefined],
  ['the root may be a symlink',        'alias/real/sub/a', 'alias',           undefined],
  ['and lead through one',             'alias/real/sub/a', 'alias/real',      undefined],
  ['what is below it may not',         'root/link/sub/a',  'root',            'ENOTDIR'],
  ['not even as the last directory',   'root/link/sub',    'root',            'ENOTDIR'],
  ['unless the root says so',          'root/link/sub/a',  'root/link',       undefined],
  ['without a root nothing is known',  'root/link/sub/a',  undefined,         undefined],
  ['a root beside it says nothing',    'root/link/sub/a',  'root/real',       undefined],
  ['a file is no directory',           'root/file/a',      'root',            'ENOTDIR'],
  ['nothing there',                    'root/none/a',      'root',            'ENOENT'],
]

for (const [name, path, root, code] of cases)
  t.test(name, async (t) => {
    const scratch = tree(t)
    const dirs = new OpenDirs(disk)
    t.teardown(() => dirs.closeAll())
    const place = () => dirs.place(scratch.at(path), root === undefined ? root : scratch.at(root))
    if (code !== undefined) return void t.throws(place, { code })
    t.ok(disk.lstat(place()))
    t.equal(place().name.toString(), path.split('/').at(-1))
  })

t.test('what was opened without its root is not believed to be below it', async (t) => {
  const scratch = tree(t)
  const dirs = new OpenDirs(disk)
  t.teardown(() => dirs.closeAll())
  dirs.place(scratch.at('root/link/sub/a'), undefined)
  const place = () => dirs.place(scratch.at('root/link/sub/a'), scratch.at('root'))
  t.throws(place, { code: 'ENOTDIR' })
})

/** A disk that counts its open directories. */
function counting(): { readonly disk: Disk; readonly open: () => number } {
  let open = 0
  const count = <T>(dir: T): T => {
    open++
    return dir
  }
  const counted: Disk = {
    ...disk,
    openDir: (path) => count(disk.openDir(path)),
    openDirAt: (place: Place) => count(disk.openDirAt(place)),
    closeDir: (dir) => {
      open--
      disk.closeDir(dir)
    },
  }
  return { disk: counted, open: () => open }
}

t.test('each directory is opened once, and none is left open', async (t) => {
  const scratch = tree(t)
  const { disk, open } = counting()
  const dirs = new OpenDirs(disk)
  const root = scratch.at('root')
  const place = () => dirs.place(scratch.at('root/real/sub/a'), root)
  t.equal(place().dir, place().dir)
  t.strictSame([dirs.size, open()], [1, 1], 'the ones on the way are closed')
  t.throws(() => dirs.place(scratch.at('root/real/none/a'), root), { code: 'ENOENT' })
  t.equal(open(), 1, 'also on the way to nothing')
  dirs.closeAll()
  t.strictSame([dirs.size, open()], [0, 0])
  dirs.closeAll()
})

t.test('paths longer than the system takes', async (t) => {
  const scratch = new Scratch(t)
  t.teardown(() => execFileSync('rm', ['-rf', scratch.root]))
  const name = 'd'.repeat(200)
  const dirs = new OpenDirs(disk)
  t.teardown(() => dirs.closeAll())
  let path = Buffer.from(scratch.root)
  for (let i = 0; i < 40; i++) {
    const parent = dirs.dir(path, undefined)
    disk.mkdir({ dir: parent, name: Buffer.from(name) })
    path = Buffer.concat([path, Buffer.from(`/${name}`)])
    dirs.closeAll()
  }
  t.ok(path.length > 8000)
  for (const root of [undefined, Buffer.from(scratch.root), path.subarray(0, -201)]) {
    t.ok(disk.fstat(dirs.dir(path, root).fd).isDirectory())
    dirs.closeAll()
  }
})

t.test('the root of everything', async (t) => {
  const dirs = new OpenDirs(disk)
  t.teardown(() => dirs.closeAll())
  t.ok(disk.lstat(dirs.place(Buffer.from('/proc'), Buffer.from('/'))))
  t.ok(disk.lstat(dirs.place(Buffer.from('/proc/self'), Buffer.from('/'))))
})
