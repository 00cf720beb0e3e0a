import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, fstatSync, mkdirSync, symlinkSync } from 'node:fs'
import t from 'tap'
import { makeDir, removeEmptied } from '../../lib/apply/make-dir.js'
import type { Disk } from '../../lib/fs/disk.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import type { StepRecord } from '../../lib/record/step.js'
import { fails, runOn } from '../helper/apply-run.js'
import { without } from '../helper/commands.js'
import { noNative } from '../helper/native.js'
import { Scratch, step } from '../helper/scratch.js'

t.test('directories that are missing are made, and made durable', async (t) => {
  const scratch = new Scratch(t)
  const synced: number[] = []
  const run = runOn({ sync: (fd) => void synced.push(fd) })
  const dir = makeDir(run, scratch.at('a\xff/b/c'))
  t.strictSame(scratch.names(), ['a\xff/', 'a\xff/b/', 'a\xff/b/c/'])
  t.equal(synced.length, 3, 'each parent')
  t.equal(makeDir(run, scratch.at('a\xff/b/c')), dir)
  t.equal(synced.length, 3)
  run.dirs.closeAll()
})

t.test('not through a symlink, not over a file', async (t) => {
  const scratch = new Scratch(t)
  scratch.write('real/file')
  symlinkSync('real', scratch.at('alias'))
  const run = runOn()
  t.throws(() => makeDir(run, scratch.at('alias/new')), { code: 'ENOTDIR' })
  t.notOk(scratch.exists('real/new'))
  t.throws(() => makeDir(run, scratch.at('real/file/new')), { code: 'ENOTDIR' })
  run.dirs.closeAll()
})

/** Mode and owner of `name`, as `755 0:0`. */
function looks(scratch: Scratch, name: string): string {
  const { mode, uid, gid } = scratch.stat(name)
  return `${(mode & 0o7777n).toString(8)} ${uid}:${gid}`
}

const asRoot = process.getuid?.() === 0 ? false : 'only root may give directories away'
const NOBODY = '65534:65534'

/** Make `trash/home/me/dir` for what is in `from`; how the four directories look then. */
function made(scratch: Scratch, from: string, calls: Partial<Disk> = {}): string[] {
  const run = runOn(calls)
  makeDir(run, scratch.at('trash/home/me/dir'), { path: scratch.at(from), root: undefined })
  run.dirs.closeAll()
  return ['trash', 'trash/home', 'trash/home/me', 'trash/home/me/dir'].map((name) =>
    looks(scratch, name).replace(`${process.getuid!()}:${process.getgid!()}`, 'own'),
  )
}

// prettier-ignore
const likes: [name: string, from: string, calls: Partial<Disk>, looks: string[]][] = [
  ['all that have the same names', 'home/me/dir',    {}, ['700 own', '755 own', `751 ${NOBODY}`, `2710 ${NOBODY}`]],
  ['from the end, while they do',  'away/me/dir',    {}, ['700 own', '700 own', '711 own', '755 own']],
  ['none has',                     'home/me/other',  {}, ['700 own', '700 own', '700 own', '700 own']],
  ['it cannot be opened',          'nowhere/dir',    {}, ['700 own', '700 own', '700 own', '700 own']],
  ['no owner can be given',        'home/me/dir',    { setMetadata: fails('EPERM') },
                                                         ['700 own', '700 own', '700 own', '700 own']],
  ['no ACL can be read',           'home/me/dir',    { xattrs: () => undefined },
                                                         ['700 own', '700 own', `700 ${NOBODY}`, `700 ${NOBODY}`]],
]

for (const [name, from, calls, expected] of likes)
  t.test(`made ones let in whom their originals let in: ${name}`, { skip: asRoot }, async (t) => {
    const scratch = new Scratch(t)
    // prettier-ignore
    const originals: [name: string, mode: number, owner: number][] = [
      ['home', 0o755, 0], ['home/me', 0o751, 65534], ['home/me/dir', 0o2710, 65534], ['home/me/other', 0o777, 0],
      ['away', 0o777, 0], ['away/me', 0o711, 0], ['away/me/dir', 0o755, 0],
    ]
    for (const [name, mode, owner] of originals) {
      mkdirSync(scratch.at(name))
      chownSync(scratch.at(name), owner, owner)
      chmodSync(scratch.at(name), mode)
    }
    t.strictSame(made(scratch, from, calls), expected)
  })

t.test('a disk that fails is no file system without owners', { skip: asRoot }, async (t) => {
  const scratch = new Scratch(t)
  mkdirSync(scratch.at('home/me/dir'), { recursive: true })
  t.throws(() => made(scratch, 'home/me/dir', { setMetadata: fails('EIO') }), { code: 'EIO' })
})

t.test(
  'an ACL goes with them',
  { skip: asRoot || noNative || without('setfacl', 'setfattr') },
  async (t) => {
    const scratch = new Scratch(t)
    mkdirSync(scratch.at('home/me/dir'), { recursive: true })
    execFileSync('setfacl', ['-m', 'u:55:rx,d:u:56:rwx', scratch.at('home/me/dir').toString()])
    execFileSync('setfattr', ['-n', 'user.note', '-v', 'x', scratch.at('home/me/dir').toString()])
    made(scratch, 'home/me/dir')
    const disk = realDisk()
    const acls = ['home/me/dir', 'trash/home/me/dir'].map((name) => {
      const dir = disk.openDir(scratch.at(name))
      const pairs: [name: string, value: string][] = JSON.parse(disk.xattrs(dir.fd)!)
      disk.closeDir(dir)
      return pairs.filter(([name]) => name !== 'user.note')
    })
    t.equal(acls[0]!.length, 2)
    t.strictSame(acls[1], acls[0])
    t.equal(looks(scratch, 'trash/home/me/dir'), looks(scratch, 'home/me/dir'))
  },
)

t.test('nobody else can look in before they have their owner', async (t) => {
  const scratch = new Scratch(t)
  mkdirSync(scratch.at('home/me/dir'), { recursive: true })
  chmodSync(scratch.at('home/me/dir'), 0o777)
  const { setMetadata, mkdir } = realDisk()
  const seen: string[] = []
  const calls: Partial<Disk> = {
    mkdir: (place, mode) => {
      seen.push(`mkdir ${place.name}`)
      mkdir(place, mode)
    },
    setMetadata: (fd, metadata) => {
      seen.push(`${(fstatSync(fd).mode & 0o777).toString(8)} ${metadata.mode.toString(8)}`)
      setMetadata(fd, metadata)
    },
  }
  made(scratch, 'home/me/dir', calls)
  const from = (seen: string[], name: string) =>
    seen.slice(seen.indexOf(`mkdir ${name}`)).slice(0, 2)
  t.strictSame(from(seen, 'dir'), ['mkdir dir', '700 40777'])
  t.strictSame(from(seen, 'me').length, 2)
})

t.test(
  'emptied directories go, as far as they are named like those that are gone back to',
  async (t) => {
    const scratch = new Scratch(t)
    const left = scratch.write('root/full/file')
    const run = runOn()
    const back = (name: string, fields: Partial<StepRecord> = {}) => {
      const file = { ...left, path: `${scratch.root}/${name}` } as typeof left
      const to = `/old/${name.replace('root/', '')}`
      removeEmptied(run, step('move', file, undefined, { why: 'undo', to, ...fields }))
      run.dirs.closeAll()
      return scratch.names()
    }
    makeDir(run, scratch.at('root/full/a/b'))
    const all = ['root/', 'root/full/', 'root/full/a/', 'root/full/a/b/', 'root/full/file']
    t.strictSame(back('root/full/a/b/gone', { why: 'duplicate' }), all, 'of a move back only')
    t.strictSame(back('root/full/a/b/gone', { op: 'delete' }), all)
    t.strictSame(back('root/full/a/b/gone'), ['root/', 'root/full/', 'root/full/file'])
    scratch.remove('root/full/file')
    t.strictSame(back('root/full/file'), ['root/'])
    t.strictSame(back('elsewhere/file'), ['root/'])
  },
)
