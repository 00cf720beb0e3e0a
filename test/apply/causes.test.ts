import t from 'tap'
import { causeOf, unable } from '../../lib/apply/causes.js'

const NO_SHARING = 'its file system cannot share blocks between files'
const NO_LINKS = 'its file system has no hard links'
const NO_SYMLINKS = 'its file system has no symbolic links'

// prettier-ignore
const causes: [call: string, code: string, want: string | undefined][] = [
  ['copyfile',            'ENOTSUP',      NO_SHARING],
  ['copyfile',            'EXDEV',        'blocks cannot be shared with a file on another file system'],
  ['copyfile',            'EINVAL',       'its file system cannot share the blocks of just these two files'],
  ['copyfile',            'ETXTBSY',      'it or its keeper is in use as swap space'],
  ['copyfile',            'ENOSPC',       undefined],
  ['ioctl FIDEDUPERANGE', 'EOPNOTSUPP',   NO_SHARING],
  ['ioctl FIDEDUPERANGE', 'ENOTTY',       NO_SHARING],
  ['ioctl FIDEDUPERANGE', 'EIO',          undefined],
  ['link',                'ENOSYS',       NO_LINKS],
  ['link',                'ENOTSUP',      NO_LINKS],
  ['link',                'EXDEV',        'a hard link cannot lead to another file system, or another mount of the same one'],
  ['link',                'EMLINK',       'the keeper has as many hard links as its file system allows'],
  ['symlink',             'EPERM',        NO_SYMLINKS],
  ['symlink',             'ENOSYS',       NO_SYMLINKS],
  ['symlink',             'ENAMETOOLONG', 'the path of its keeper is too long for a symbolic link'],
  ['rename',              'EACCES',       'its directory may not be written to'],
  ['renameat2',           'EBUSY',        'it is a mount point, or in use by the system'],
  ['unlink',              'EROFS',        'it is on a read-only file system'],
  ['mkdir',               'EROFS',        'it is on a read-only file system'],
  ['mkdir',               'EACCES',       undefined],
]

for (const [call, code, want] of causes)
  t.test(`${call}: ${code}`, async (t) => {
    t.equal(causeOf(call, code), want)
    const error = unable(call, code)
    t.match(error, { code, message: want ?? code })
    t.notOk('syscall' in error, 'its message is meant for people')
  })

t.test('what is known better is said', async (t) => {
  t.match(unable('link', 'EPERM', 'in these words'), { code: 'EPERM', message: 'in these words' })
})
