import { closeSync, openSync } from 'node:fs'
import { endianness } from 'node:os'
import t from 'tap'
import { mountId } from '../../../lib/fs/mount-of.js'
import { bindMountId } from '../../../lib/fs/native/mount-id.js'
import { calls, libcOf, noNative } from '../../helper/native.js'

t.test('the mount of what is open is the one that /proc tells', { skip: noNative }, async (t) => {
  const dir = t.testdir({ plain: 'x' })
  for (const path of [`${dir}/plain`, dir, '/', '/dev', '/proc', '/sys']) {
    const fd = openSync(path, 'r')
    t.equal(calls.mountId?.(fd), mountId(fd), path)
    closeSync(fd)
  }
  t.equal(calls.mountId?.(-1), undefined)
})

const MNT_ID = 0x1000

/** A statx that tells this. */
const telling =
  (result: number, mask: number) =>
  (...args: unknown[]) => {
    const words = args.at(-1) as Uint32Array
    words[0] = mask
    words[36] = 42
    return result
  }

const skip = endianness() !== 'LE' && 'numbers are laid out the other way round'

// prettier-ignore
const kernels: [name: string, result: number, mask: number, want: string | undefined][] = [
  ['tells',                         0,  0x17ff, '42'],
  ['is too old to tell',            0,  0x7ff,  undefined],
  ['fails',                         -1, MNT_ID, undefined],
]

for (const [name, result, mask, want] of kernels)
  t.test(`a kernel that ${name}`, { skip }, async (t) => {
    t.equal(bindMountId(libcOf({ statx: telling(result, mask) })).mountId?.(3), want)
  })

t.test('a C library without statx', async (t) => {
  t.strictSame(bindMountId(libcOf({})), { mountId: undefined })
})
