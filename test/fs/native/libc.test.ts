import { createRequire } from 'node:module'
import t from 'tap'
import { openLibc, systemError, type Koffi } from '../../../lib/fs/native/libc.js'
import { noNative } from '../../helper/native.js'

t.test('a call that fails says how', { skip: noNative }, async (t) => {
  const koffi: Koffi = createRequire(import.meta.url)('koffi')
  const { func, code, checked } = openLibc(koffi)
  const close = func('int close(int)')
  t.equal(checked('close', 0), 0)
  t.throws(() => checked('close', close(-1)), {
    code: 'EBADF',
    message: 'EBADF: bad file descriptor, close',
  })
  t.equal(code(18), 'EXDEV')
  t.equal(code(9999), 'E9999')
})

t.test('errors look like those of node:fs', async (t) => {
  t.match(systemError('flock', 'EIO'), {
    code: 'EIO',
    syscall: 'flock',
    message: 'EIO: i/o error, flock',
  })
  t.match(systemError('flock', 'E9999'), { message: 'E9999: flock' })
})
