// dd-prefix as a process: one file that is seen at two places.
import { spawnSync } from 'node:child_process'
import t from 'tap'
import type { FileRecord } from '../../lib/record/file.js'
import { prefixOf } from '../helper/found.js'
import { bindMount } from '../helper/mounts.js'
import { withOwnMounts } from '../helper/own-mounts.js'
import { records, shell } from '../helper/run.js'
import { lines, Scratch } from '../helper/scratch.js'

/** A file system in user space that says 0 bytes of a file that has content. */
const UNSIZED = `
import errno, stat, sys
try: from fusepy import FUSE, FuseOSError, Operations
except ImportError: from fuse import FUSE, FuseOSError, Operations
if len(sys.argv) < 2: sys.exit()
FILES = {'/document': b'content', '/empty': b''}
class Unsized(Operations):
    def getattr(self, path, fh=None):
        if path == '/': return dict(st_mode=stat.S_IFDIR | 0o755, st_nlink=2)
        if path not in FILES: raise FuseOSError(errno.ENOENT)
        return dict(st_mode=stat.S_IFREG | 0o644, st_nlink=1, st_size=0, st_mtime=1e9, st_ctime=1e9)
    def readdir(self, path, fh): return ['.', '..'] + [name[1:] for name in FILES]
    def read(self, path, size, offset, fh): return FILES[path][offset:offset + size]
FUSE(Unsized(), sys.argv[1], direct_io=True)`

const PYTHON = ['/usr/bin/python3', 'python3'].find(
  (python) => spawnSync(python, ['-c', UNSIZED]).status === 0,
)

withOwnMounts(t, import.meta.filename, [], () => {
  t.test(
    'a file that says 0 bytes and has content is not empty',
    { skip: PYTHON ? false : 'fusepy is not installed' },
    async (t) => {
      const dir = new Scratch(t).root
      const { status } = spawnSync(PYTHON!, ['-c', UNSIZED, dir]) // ends when it is mounted
      t.equal(status, 0)
      t.teardown(() => void spawnSync('umount', [dir]))
      const listed = await shell(`dd-walk --min-size 0 "${dir}"`)
      const { status: some, stdout, stderr } = await shell('dd-prefix', {}, listed.stdout)
      t.equal(some, 1)
      t.equal(stderr, `dd-prefix: read "${dir}/document": says 0 bytes, but has content\n`)
      t.strictSame(
        records(stdout).map(({ type, file }) => [type, file.path]),
        [['empty', `${dir}/empty`]],
      )
      const hashed = await shell('dd-hash', {}, listed.stdout)
      t.strictSame(
        records(hashed.stdout).map(({ path }) => path),
        [`${dir}/empty`],
      )
      const dupes = await shell(`dd-dupes -q --min-size 0 "${dir}"`)
      t.strictSame([dupes.status, dupes.stdout], [1, ''], 'nor a copy of what is')
    },
  )

  t.test('a bind mount shows no copies', async (t) => {
    const scratch = new Scratch(t)
    const files = [scratch.write('whole', '1234'), scratch.write('part', '12')]
    const there = bindMount(t, scratch.root)
    const again = files.map((file) => {
      return { ...file, path: String(file.path).replace(scratch.root, there) } as FileRecord
    })
    const { status, stdout, stderr } = await prefixOf(scratch, [...files, ...again])
    t.strictSame([status, stderr], [0, ''])
    const found = records(stdout)
    t.strictSame(
      found.map(({ type, file }) => `${type} ${file.path}`).sort(),
      [`partial ${there}/part`, `partial ${scratch.root}/part`].sort(),
    )
    for (const { of, copies } of found) {
      t.match(of.path, /\/whole$/)
      t.equal(copies, undefined, 'the whole is one file')
    }
    const plan = await shell('dd-prefix | dd-plan delete', {}, lines(...files, ...again))
    t.strictSame([plan.status, plan.stdout], [0, ''], 'nor a plan of duplicates')
  })
})
