import { closeSync, openSync } from 'node:fs'
import t from 'tap'
import { calls, noNative } from '../../helper/native.js'
import { Scratch } from '../../helper/scratch.js'

t.test('both times, to the nanosecond', { skip: noNative }, async (t) => {
  const scratch = new Scratch(t)
  scratch.write('a')
  const fd = openSync(scratch.at('a'), 'r')
  for (const [atimeNs, mtimeNs] of [
    [1n, 2n],
    [-1n, -1_000_000_001n],
    [1_700_000_000_123_456_789n, 1_700_000_000_000_000_001n],
  ] as const) {
    calls.setTimes(fd, atimeNs, mtimeNs)
    t.match(scratch.stat('a'), { atimeNs, mtimeNs })
  }
  closeSync(fd)
  t.throws(() => calls.setTimes(fd, 0n, 0n), { code: 'EBADF' })
})

t.test('a whole file system', { skip: noNative }, async (t) => {
  const scratch = new Scratch(t)
  scratch.write('a')
  const fd = openSync(scratch.at('a'), 'r')
  t.doesNotThrow(() => calls.syncFileSystem(fd))
  closeSync(fd)
  t.throws(() => calls.syncFileSystem(fd), { code: 'EBADF' })
})
