import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, fsyncSync, lchownSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Disk, Place } from '../../lib/fs/disk.js'
import { NO_LINKS, OpenDirs } from '../../lib/fs/open-dirs.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import { asNobody, cannotBeNobody } from '../helper/nobody.js'
import { Scratch } from '../helper/scratch.js'

const disk = realDisk()
const notRoot = process.geteuid?.() !== 0 && 'needs root'

/** A tree with a symlink to its root, and one below. */
function tree(t: Pick<Test, 'teardown'>) {
  const scratch = new Scratch(t)
  scratch.write('root/real/sub/a', 'a')
  symlinkSync('root', scratch.at('alias'))
  symlinkSync('real', scratch.at('root/link'))
  symlinkSync(scratch.at('root/real'), scratch.at('absolute'))
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
  ['nor one that is not there',        'root/link/sub/a',  'root/none',       undefined],
  ['an absolute symlink',              'absolute/sub/a',   undefined,         undefined],
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
    t.doesNotThrow(() => fsyncSync(place().dir.fd), 'it is open for more than going on from it')
  })

t.test('what was opened without its root is not believed to be below it', async (t) => {
  const scratch = tree(t)
  const dirs = new OpenDirs(disk)
  t.teardown(() => dirs.closeAll())
  dirs.place(scratch.at('root/link/sub/a'), undefined)
  const place = () => dirs.place(scratch.at('root/link/sub/a'), scratch.at('root'))
  t.throws(place, { code: 'ENOTDIR' })
})

// Who owns a symlink and the directories above it and behind it; may it be followed?
// prettier-ignore
const owners: [name: string, link: number, above: number, behind: number, named: boolean, alone: boolean][] = [
  ["root's",                             0,    1000, 1000, true,  true],
  ['of the owner of what is above it',   1000, 1000, 0,    true,  false],
  ['which leads to something of his',    1000, 1000, 1000, true,  true],
  ['of somebody else',                   1001, 1000, 1000, false, false],
  ['who owns where it leads',            1001, 1000, 1001, false, false],
  ["in root's directory",                1000, 0,    1000, false, false],
]

for (const [name, link, above, behind, named, alone] of owners)
  t.test(`a symlink ${name}`, { skip: notRoot }, async (t) => {
    const scratch = new Scratch(t)
    scratch.write('real/a')
    mkdirSync(scratch.at('above'))
    symlinkSync('../real', scratch.at('above/link'))
    lchownSync(scratch.at('above/link'), link, link)
    chownSync(scratch.at('above'), above, above)
    chownSync(scratch.at('real'), behind, behind)
    const path = scratch.at('above/link/a')
    for (const [root, may] of [
      [scratch.at('above/link'), named],
      [undefined, alone],
    ] as const) {
      const counted = counting()
      const dirs = new OpenDirs(counted.disk)
      if (may) t.strictSame(dirs.place(path, root).dir.path, scratch.at('real'))
      else t.throws(() => dirs.place(path, root), { message: 'is a symbolic link of another user' })
      dirs.closeAll()
      t.equal(counted.open(), 0)
    }
    const dirs = new OpenDirs(disk)
    t.throws(() => dirs.place(path, NO_LINKS), { code: 'ENOTDIR' }, 'none may be')
    dirs.closeAll()
  })

const FS = join(import.meta.dirname, '../../lib/fs')

// The same where nobody is who goes there: of symlinks in a directory, whose is it, and whose is what is above?
// prettier-ignore
const nobodys: [name: string, link: number, above: number, may: boolean][] = [
  ['his own',           65534, 0,    true],
  ["root's",            0,     1000, true],
  ['of somebody else',  1001,  0,    false],
]

t.test('symlinks on the way of nobody', { skip: notRoot || cannotBeNobody() }, async (t) => {
  const scratch = new Scratch(t)
  chmodSync(scratch.root, 0o755)
  scratch.write('real/a')
  for (const [i, [, link, above]] of nobodys.entries()) {
    mkdirSync(scratch.at(`${i}`))
    symlinkSync('../real', scratch.at(`${i}/link`))
    lchownSync(scratch.at(`${i}/link`), link, link)
    chownSync(scratch.at(`${i}`), above, above)
  }
  const script = `import { OpenDirs } from ${JSON.stringify(`${FS}/open-dirs.js`)}
    import { realDisk } from ${JSON.stringify(`${FS}/real-disk.js`)}
    for (const i of ${JSON.stringify([...nobodys.keys()])})
      try {
        const root = Buffer.from(process.cwd() + '/' + i + '/link')
        console.log(new OpenDirs(realDisk()).dir(root, root).path.toString())
      } catch (error) {
        console.log(error.constructor.name)
      }`
  scratch.write('script.mjs', script)
  const { stdout, stderr } = await asNobody(`'${process.execPath}' script.mjs`, scratch.root)
  const led = stdout.split('\n')
  for (const [i, [name, , , may]] of nobodys.entries())
    t.equal(led[i], may ? `${scratch.root}/real` : 'ForeignLink', `${name} ${stderr}`)
})

t.test('a circle of symlinks', async (t) => {
  const scratch = new Scratch(t)
  symlinkSync('b', scratch.at('a'))
  symlinkSync('a', scratch.at('b'))
  const dirs = new OpenDirs(disk)
  t.throws(() => dirs.place(scratch.at('a/x'), scratch.at('a')), { code: 'ENOTDIR' })
  dirs.closeAll()
})

t.test('as many symlinks as the kernel follows', async (t) => {
  const scratch = new Scratch(t)
  scratch.write('0/x')
  for (let i = 1; i <= 41; i++) symlinkSync(`${i - 1}`, scratch.at(`${i}`))
  const dirs = new OpenDirs(disk)
  t.teardown(() => dirs.closeAll())
  t.ok(disk.lstat(dirs.place(scratch.at('40/x'), scratch.at('40'))))
  t.throws(() => dirs.place(scratch.at('41/x'), scratch.at('41')), { code: 'ENOTDIR' })
})

t.test('a directory that was removed, and made again', async (t) => {
  const scratch = tree(t)
  const { disk: counted, open } = counting()
  const dirs = new OpenDirs(counted)
  t.teardown(() => dirs.closeAll())
  const [root, path, other] = ['root', 'root/real/sub', 'root/real'].map((name) => scratch.at(name))
  const old = [dirs.dir(path!, root), dirs.dir(path!, undefined)]
  const beside = dirs.dir(other!, root)
  const [size, count] = [dirs.size, open()]
  dirs.forget(path!)
  t.strictSame([dirs.size, open()], [size - 2, count - 2])
  t.equal(dirs.dir(other!, root), beside, 'what is beside it stays open')
  t.notOk(old.includes(dirs.dir(path!, root)))
})

t.test('a directory on the way need not be readable', { skip: notRoot }, async (t) => {
  const scratch = new Scratch(t)
  scratch.write('way/dir/a')
  chmodSync(scratch.root, 0o711)
  chmodSync(scratch.at('way'), 0o711)
  symlinkSync('way', scratch.at('alias'))
  symlinkSync('way/dir', scratch.at('deep'))
  const dirs = new OpenDirs(disk)
  process.seteuid!(65534)
  t.teardown(() => process.seteuid!(0))
  t.throws(() => disk.openDirAt(dirs.place(scratch.at('way'), undefined)), { code: 'EACCES' })
  for (const path of ['way/dir/a', 'alias/dir/a', 'deep/a'])
    t.ok(disk.lstat(dirs.place(scratch.at(path), undefined)), path)
  process.seteuid!(0)
  dirs.closeAll()
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
    openDirAt: (place: Place, onTheWay) => count(disk.openDirAt(place, onTheWay)),
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
  t.strictSame([dirs.size, open()], [2, 2], 'its root, and the ones on the way are closed')
  t.throws(() => dirs.place(scratch.at('root/real/none/a'), root), { code: 'ENOENT' })
  t.equal(open(), 2, 'also on the way to nothing')
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
