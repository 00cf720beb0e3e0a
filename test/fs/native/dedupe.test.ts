import { closeSync, openSync } from 'node:fs'
import t from 'tap'
import { bindDedupe } from '../../../lib/fs/native/dedupe.js'
import { calls, libcOf, noNative } from '../../helper/native.js'
import { cannotMount, loopFs, tmpfs } from '../../helper/mounts.js'
import { Scratch } from '../../helper/scratch.js'

const SIZE = 17 * 2 ** 20 + 3 // more than one call takes, and no whole number of blocks

/** Dedupe b, which may be elsewhere, into a. */
function dedupe(scratch: Scratch, there = scratch): boolean {
  const [a, b] = [openSync(scratch.at('a'), 'r'), openSync(there.at('b'), 'r')]
  try {
    return calls.dedupe(a, b, Number(there.stat('b').size))
  } finally {
    closeSync(a)
    closeSync(b)
  }
}

for (const [type, mib] of [
  ['btrfs', 128],
  ['xfs', 320],
] as const)
  t.test(`on ${type}`, { skip: noNative || cannotMount(type) }, async (t) => {
    const scratch = new Scratch(t, loopFs(t, type, mib))
    const content = Buffer.alloc(SIZE, 'dedupe me ')
    scratch.write('a', content)
    scratch.write('b', content)
    const before = scratch.stat('b')
    t.equal(dedupe(scratch), true)
    const { ino, mtimeNs, ctimeNs } = before
    t.match(scratch.stat('b'), { ino, mtimeNs, ctimeNs }, 'the file itself is as it was')
    t.equal(scratch.read('b'), scratch.read('a'))
    content[SIZE - 1] = 0
    scratch.write('b', content)
    t.equal(dedupe(scratch), false, 'one byte differs')
    t.ok(scratch.read('b').endsWith('\0'))
    const elsewhere = new Scratch(t)
    elsewhere.write('b', content)
    t.throws(() => dedupe(scratch, elsewhere), { code: 'EXDEV' }, 'on another file system')
    scratch.write('b', '')
    t.equal(dedupe(scratch), true, 'nothing to share')
  })

t.test('where blocks cannot be shared', { skip: noNative || cannotMount() }, async (t) => {
  const scratch = new Scratch(t, tmpfs(t))
  scratch.write('a', 'x')
  scratch.write('b', 'x')
  t.throws(() => dedupe(scratch), { code: /^(?:EOPNOTSUPP|ENOTSUP|EINVAL|ENOTTY)$/ })
})

/** An ioctl that tells this of the one file that it is asked about. */
const telling = (status: number, bytes: bigint) => (_fd: number, _call: number, range: Buffer) => {
  range.writeBigUInt64LE(bytes, 40)
  range.writeInt32LE(status, 48)
  return 0
}

// prettier-ignore
const answers: [status: number, bytes: bigint, shared: boolean][] = [
  [0, 100n, true],
  [0, 0n,   false],
  [1, 0n,   false],
  [1, 100n, false], // whatever it says of bytes, they differ
]

for (const [status, bytes, shared] of answers)
  t.test(`a kernel that says ${status} and ${bytes} bytes`, async (t) => {
    const { dedupe } = bindDedupe(libcOf({ ioctl: telling(status, bytes) }))
    t.equal(dedupe(3, 4, 100), shared)
  })

t.test('a kernel that will not', async (t) => {
  const { dedupe } = bindDedupe(libcOf({ ioctl: telling(-22, 0n) }))
  t.throws(() => dedupe(3, 4, 100), { code: 'E22' })
})
