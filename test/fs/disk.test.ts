import t from 'tap'
import { realDisk } from '../../lib/fs/real-disk.js'

// Test disks wrap this one: a call that it lacks could not be made to fail.
t.test('the real disk has every call, some only with native ones', async (t) => {
  const names = [
    'openDir',
    'openDirAt',
    'closeDir',
    'copies',
    'isEmpty',
    'isUnmounted',
    'lstat',
    'readlink',
    'open',
    'fstat',
    'read',
  ]
    .concat(['close', 'clock', 'hasWriter', 'xattrs', 'sync', 'link', 'rename', 'renameNoReplace'])
    .concat(['unlink', 'symlink', 'mkdir', 'rmdir', 'create', 'write', 'extend'])
    .concat(['clone', 'setMetadata', 'fileSystem', 'renameAside', 'abilities'])
  const native = ['exchange', 'dedupe', 'syncNames']
  const found = Object.keys(realDisk())
  t.strictSame(found.filter((name) => !native.includes(name)).sort(), names.sort())
})
