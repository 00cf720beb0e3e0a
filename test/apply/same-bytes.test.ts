import { closeSync, openSync } from 'node:fs'
import t from 'tap'
import { SameBytes } from '../../lib/apply/same-bytes.js'
import { blake3 } from '../../lib/digest/blake3.js'
import type { Disk } from '../../lib/fs/disk.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import { before, errno } from '../helper/apply-run.js'
import { Scratch } from '../helper/scratch.js'

const MIB = 2 ** 20
const bytes = (size: number) => Buffer.alloc(size, 'same bytes ')

/** `size` and `keepSize` are what the plan says; undefined: what there is. `known`: of the file, all others are zeros. */
async function compare(
  scratch: Scratch,
  size?: number,
  keepSize?: number,
  calls: Partial<Disk> = {},
  known?: number,
) {
  const [file, keep] = [openSync(scratch.at('file'), 'r'), openSync(scratch.at('keep'), 'r')]
  try {
    const compare = new SameBytes({ ...realDisk(), ...calls }, async () => {})
    const all = (name: string) => Number(scratch.stat(name).size)
    return await compare.digest(file, keep, size ?? all('file'), keepSize ?? all('keep'), known)
  } finally {
    closeSync(file)
    closeSync(keep)
  }
}

const SIZES = [0, 1, 4096, MIB - 1, MIB, MIB + 1, 3 * MIB + 5]

for (const size of SIZES)
  t.test(`${size} bytes`, async (t) => {
    const scratch = new Scratch(t)
    scratch.write('file', bytes(size))
    scratch.write('keep', bytes(size))
    t.equal(await compare(scratch), blake3().hex(bytes(size)), 'the digest of both')
    for (const at of new Set([0, size >> 1, size - 1])) {
      if (size === 0) continue
      const other = bytes(size)
      other[at]! ^= 1
      scratch.write('keep', other)
      t.equal(await compare(scratch), undefined, `they differ at ${at}`)
    }
    scratch.write('keep', bytes(size + 1))
    t.equal(await compare(scratch, size, size), undefined, 'the keeper grew')
    t.ok(await compare(scratch, size, size + 1), 'it was planned to be larger')
    scratch.write('keep', bytes(size))
    scratch.write('file', bytes(size + 1))
    t.equal(await compare(scratch, size, size), undefined, 'the file grew')
    scratch.write('file', bytes(Math.max(0, size - 1)))
    if (size > 0) t.equal(await compare(scratch, size, size), undefined, 'the file shrank')
    if (size > 0) scratch.write('keep', bytes(size - 1))
    if (size > 0) t.equal(await compare(scratch, size, size), undefined, 'both shrank')
  })

for (const size of [10, 3 * MIB]) {
  t.test(`short reads, ${size} bytes`, async (t) => {
    const scratch = new Scratch(t)
    scratch.write('file', bytes(size))
    scratch.write('keep', bytes(size))
    const disk = realDisk()
    let turn = 0
    const read: Disk['read'] = (fd, buffer, position) =>
      disk.read(fd, buffer.subarray(0, turn++ % 2 ? 7 : 70_000), position)
    const digest = await compare(scratch, size, size, { read })
    if (size < MIB && digest === undefined) return // to be refused is fine, too
    t.equal(digest, blake3().hex(bytes(size)))
  })

  t.test(`a read error is no end of file, ${size} bytes`, async (t) => {
    const scratch = new Scratch(t)
    scratch.write('file', bytes(size))
    scratch.write('keep', bytes(size))
    for (let fatal = 1; fatal <= 2; fatal++) {
      let reads = 0
      const fail = () => {
        if (++reads === fatal) throw errno('EIO')
      }
      const read = before(realDisk().read, fail)
      await t.rejects(compare(scratch, size, size, { read }), { code: 'EIO' })
    }
  })
}

t.test('a long comparison can be interrupted', async (t) => {
  const scratch = new Scratch(t)
  scratch.write('file', bytes(3 * MIB))
  const fd = openSync(scratch.at('file'), 'r')
  let breaths = 0
  const compare = new SameBytes(realDisk(), async () => {
    if (++breaths === 2) throw errno('ENOUGH')
  })
  await t.rejects(compare.digest(fd, fd, 3 * MIB, 3 * MIB), { code: 'ENOUGH' })
  closeSync(fd)
})

// Zeros in place of the end: [bytes of the keeper that it has, zeros, bytes of the keeper].
// prettier-ignore
const trimmed: [known: number, zeros: number, keep: number][] = [
  [1,           1,           1],
  [10,          5,           15],
  [10,          5,           12],
  [10,          5,           99],
  [4096,        MIB,         MIB + 4096],
  [MIB,         1,           MIB],
  [MIB - 1,     3 * MIB + 2, 2 * MIB],
  [2 * MIB + 5, 2 * MIB,     5 * MIB],
]

for (const [known, zeros, keep] of trimmed)
  t.test(`${known} bytes and ${zeros} zeros, of ${keep}`, async (t) => {
    const scratch = new Scratch(t)
    const size = known + zeros
    const whole = Buffer.concat([bytes(known), Buffer.alloc(zeros)])
    const differs = async (at: number, what: string) => {
      const other = Buffer.from(whole)
      other[at]! ^= 1
      scratch.write('file', other)
      t.equal(await compare(scratch, size, keep, {}, known), undefined, what)
    }
    const same = () => compare(scratch, size, keep, {}, known)
    scratch.write('keep', bytes(keep))
    scratch.write('file', whole)
    t.equal(await same(), blake3().hex(whole), 'the digest of all of it')
    for (const at of new Set([0, known >> 1, known - 1])) await differs(at, `another byte at ${at}`)
    for (const at of new Set([known, known + (zeros >> 1), size - 1]))
      await differs(at, `no zero at ${at}`)
    scratch.write('file', whole.subarray(0, size - 1))
    t.equal(await same(), undefined, 'it shrank')
    scratch.write('file', Buffer.concat([whole, Buffer.alloc(1)]))
    t.equal(await same(), undefined, 'it grew')
    scratch.write('file', whole)
    scratch.write('keep', bytes(known - 1))
    t.equal(await same(), undefined, 'the keeper shrank')
    scratch.write('keep', bytes(keep + 1))
    t.equal(await same(), undefined, 'the keeper grew')
  })

t.test('a read error among the zeros is no zero', async (t) => {
  const scratch = new Scratch(t)
  scratch.write('file', Buffer.concat([bytes(10), Buffer.alloc(3 * MIB)]))
  scratch.write('keep', bytes(10))
  const read = before(realDisk().read, (_fd, _buffer, position) => {
    if (position > MIB) throw errno('EIO')
  })
  await t.rejects(compare(scratch, 3 * MIB + 10, 10, { read }, 10), { code: 'EIO' })
})
