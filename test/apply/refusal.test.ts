import t from 'tap'
import { Conflict, explain, Refusal, Stranded } from '../../lib/apply/refusal.js'
import { systemError } from '../../lib/fs/native/libc.js'
import { ForeignLink } from '../../lib/fs/open-dirs.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import { errno } from '../helper/apply-run.js'

const node = Object.assign(errno('EXDEV'), {
  message:
    "EXDEV: cross-device link not permitted, link '/proc/self/fd/3/a' -> '/proc/self/fd/4/b'",
  syscall: 'link',
})

const quota = Object.assign(new Error('Unknown system error -122, link a -> b'), {
  code: 'Unknown system error -122',
  errno: -122,
  syscall: 'link',
})

// prettier-ignore
const told: [name: string, error: Error, want: object][] = [
  ['a refusal',        new Refusal('gone', 'is gone'),  { code: 'gone', message: 'is gone', refused: true }],
  ['a conflict',       new Conflict('two files'),       { code: 'conflict', message: 'two files', refused: true }],
  ['stranded',         new Stranded('kept as x'),       { code: 'stranded', message: 'kept as x', refused: false }],
  ['a foreign link',   new ForeignLink('not ours'),     { code: 'symlink', message: 'not ours', refused: true }],
  ['too many files',   errno('EMFILE'),                 { code: 'EMFILE', message: 'EMFILE: made up', refused: false }],
  ['a system error',   errno('EIO'),                    { code: 'EIO', message: 'EIO: made up', refused: false }],
  ['one that Node does not know', quota,                { code: 'EDQUOT', message: 'link: disk quota exceeded', refused: false }],
  ['the same of a native call',   systemError('renameat2', 'EDQUOT'), { code: 'EDQUOT', message: 'renameat2: disk quota exceeded', refused: false }],
  ['one that nobody knows',       systemError('renameat2', 'E9999'),  { code: 'E9999', message: 'renameat2: E9999', refused: false }],
  ['one of node:fs',   node,                            { code: 'EXDEV', message: 'a hard link cannot lead to another file system, or another mount of the same one', refused: false }],
]

for (const [name, error, want] of told)
  t.test(name, async (t) => {
    t.strictSame(explain(error), want)
  })

t.test('no message shows how we reach a file', async (t) => {
  const disk = realDisk()
  const dir = disk.openDir(Buffer.from('/tmp'))
  try {
    disk.rename({ dir, name: Buffer.from('none, 1') }, { dir, name: Buffer.from('b') })
  } catch (error) {
    t.strictSame(explain(error), {
      code: 'ENOENT',
      message: 'rename: no such file or directory',
      refused: false,
    })
  }
  disk.closeDir(dir)
})

t.test('a fault of ours is no reason', async (t) => {
  const error = new TypeError('a defect')
  t.throws(() => explain(error), error)
})
