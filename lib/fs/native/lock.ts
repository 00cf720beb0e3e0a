import { systemError, type Libc } from './libc.js'

const LOCK_EX_NB = 2 | 4
const F_SETLEASE = 1024
const [F_RDLCK, F_UNLCK] = [0, 2]

/** Who else has a file open: `flock(2)`, and the leases of `fcntl(2)`. */
export function bindLock({ func, code }: Libc) {
  const flock = func('int flock(int, int)')
  const fcntl = func('int fcntl(int, int, int)')
  return {
    lock: (fd: number) => {
      if (flock(fd, LOCK_EX_NB) === 0) return true
      if (code() === 'EAGAIN') return false
      throw systemError('flock', code())
    },
    // The kernel refuses a read lease exactly when somebody has the file open for writing.
    hasWriter: (fd: number) => {
      if (fcntl(fd, F_SETLEASE, F_RDLCK) !== 0) return code() === 'EAGAIN' ? true : undefined
      fcntl(fd, F_SETLEASE, F_UNLCK)
      return false
    },
  }
}
