import { closeSync, openSync } from 'node:fs'
import t from 'tap'
import { bindXattr } from '../../../lib/fs/native/xattr.js'
import { calls, libcOf, noNative } from '../../helper/native.js'
import { cannotMount, tmpfs } from '../../helper/mounts.js'
import { Scratch } from '../../helper/scratch.js'

const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64')

t.test('attributes, sorted by name', { skip: noNative }, async (t) => {
  const scratch = new Scratch(t)
  scratch.write('a')
  const fd = openSync(scratch.at('a'), 'r')
  t.equal(calls.xattrs(fd), '[]')
  calls.setXattr(fd, 'user.b', Buffer.from('\0\xff\n', 'latin1'))
  calls.setXattr(fd, 'user.é', Buffer.alloc(0))
  calls.setXattr(fd, 'user.a', Buffer.from('x'))
  calls.setXattr(fd, 'user.a', Buffer.from('y'))
  t.strictSame(JSON.parse(calls.xattrs(fd)), [
    ['user.a', base64('y')],
    ['user.b', base64('\0\xff\n')],
    ['user.é', ''],
  ])
  closeSync(fd)
})

t.test('where there can be none', { skip: noNative }, async (t) => {
  const fd = openSync('/proc/self/stat', 'r')
  t.equal(calls.xattrs(fd), '[]')
  t.throws(() => calls.setXattr(fd, 'user.a', Buffer.alloc(1)), { code: /^E\w+$/ })
  closeSync(fd)
})

t.test('access lists are among them', { skip: noNative || cannotMount() }, async (t) => {
  const scratch = new Scratch(t, tmpfs(t))
  scratch.write('a')
  const fd = openSync(scratch.at('a'), 'r')
  // version 2; user::rw-, user:7:r--, group::r--, mask::r--, other::---
  const entries = [
    [1, 6],
    [2, 4, 7],
    [4, 4],
    [0x10, 4],
    [0x20, 0],
  ]
  const acl = Buffer.alloc(4 + 8 * entries.length, 0xff)
  acl.writeUInt32LE(2, 0)
  entries.forEach(([tag = 0, rights = 0, id], i) => {
    acl.writeUInt16LE(tag, 4 + 8 * i)
    acl.writeUInt16LE(rights, 6 + 8 * i)
    if (id !== undefined) acl.writeUInt32LE(id, 8 + 8 * i)
  })
  calls.setXattr(fd, 'system.posix_acl_access', acl)
  t.strictSame(JSON.parse(calls.xattrs(fd)), [['system.posix_acl_access', acl.toString('base64')]])
  closeSync(fd)
})

t.test('a file system that says that it has none', async (t) => {
  const no = () => -1
  const functions = { flistxattr: no, fgetxattr: no, fsetxattr: no, getxattr: no }
  t.equal(bindXattr(libcOf(functions)).xattrs(3), '[]')
})

t.test('an attribute by the path of its file', { skip: noNative }, async (t) => {
  const scratch = new Scratch(t)
  scratch.write('a')
  const fd = openSync(scratch.at('a'), 'r')
  calls.setXattr(fd, 'user.a', Buffer.from('x'))
  calls.setXattr(fd, 'user.empty', Buffer.alloc(0))
  closeSync(fd)
  t.strictSame(calls.attribute(scratch.at('a'), 'user.a'), Buffer.from('x'))
  for (const name of ['user.empty', 'user.none'])
    t.equal(calls.attribute(scratch.at('a'), name), undefined, name)
})
