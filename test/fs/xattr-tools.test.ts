import { closeSync, openSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { parseDump, setXattrByTool, xattrsByTool } from '../../lib/fs/xattr-tools.js'
import { without } from '../helper/commands.js'
import { calls, noNative } from '../helper/native.js'
import { cannotMount, tmpfs } from '../helper/mounts.js'

// prettier-ignore
const dumps: [name: string, text: string, want: [string, string][]][] = [
  ['nothing',                '',                                                   []],
  ['one',                    '# file: /proc/self/fd/3\nuser.a=0sQUJD\n\n',         [['user.a', 'QUJD']]],
  ['sorted',                 '# file: x\nuser.b=0sQg==\nuser.a=0sQQ==\n',          [['user.a', 'QQ=='], ['user.b', 'Qg==']]],
  ['an empty one',           'user.a=""\nuser.b=0s\n',                             [['user.a', ''], ['user.b', '']]],
  ['a name in octal',        'user.a\\012b=0sQQ==\n',                              [['user.a\nb', 'QQ==']]],
  ['a name in UTF-8',        'user.\\303\\251=0sQQ==\n',                           [['user.é', 'QQ==']]],
  ['what is no attribute',   '# file: a=0sQQ==\nrubbish\n',                        []],
]

for (const [name, text, want] of dumps)
  t.test(`a dump: ${name}`, async (t) => t.strictSame(parseDump(text), want))

t.test('the programs are not there', async (t) => {
  const { PATH } = process.env
  t.teardown(() => void (process.env.PATH = PATH))
  process.env.PATH = '/nowhere'
  t.equal(xattrsByTool(0), undefined)
  const error = { message: 'neither koffi nor setfattr(1) is there', code: 'ENOTSUP' }
  t.throws(() => setXattrByTool(0, 'user.a', Buffer.from('x')), error)
})

const skip = without('getfattr', 'setfattr') || cannotMount()

// prettier-ignore
const values: [name: string, value: Buffer][] = [
  ['user.text', Buffer.from('text')],
  ['user.empty', Buffer.alloc(0)],
  ['user.bytes', Buffer.from([0, 255, 10, 34, 92])],
  ['user.with space é', Buffer.from('x')],
  ['trusted.long', Buffer.alloc(3000, 'x')],
]

t.test('what was set is read', { skip }, async (t) => {
  const path = `${tmpfs(t)}/file`
  writeFileSync(path, '')
  const fd = openSync(path, 'r')
  t.teardown(() => closeSync(fd))
  const trusted = process.getuid?.() === 0
  const some = values.filter(([name]) => trusted || !name.startsWith('trusted'))
  t.equal(xattrsByTool(fd), '[]')
  for (const [name, value] of some) setXattrByTool(fd, name, value)
  const want = some.map(([name, value]) => [name, value.toString('base64')]).sort()
  t.strictSame(JSON.parse(xattrsByTool(fd)!), want)
  if (!noNative) t.equal(calls.xattrs(fd), xattrsByTool(fd), 'as koffi reads it')
  const failing = (name: string) => () => setXattrByTool(fd, name, Buffer.from('x'))
  t.throws(failing('nonsense'), { message: /not supported/, code: 'ENOTSUP' })
  t.throws(failing('system.posix_acl_access'), { code: 'EINVAL' })
})
