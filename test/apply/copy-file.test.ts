import { closeSync, openSync } from 'node:fs'
import t from 'tap'
import { copyFile } from '../../lib/apply/copy-file.js'
import { digestHex } from '../../lib/digest/digest.js'
import type { Disk } from '../../lib/fs/disk.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import { before, fails, placeAt, runOn } from '../helper/apply-run.js'
import { Scratch } from '../helper/scratch.js'

const META = {
  uid: process.getuid!(),
  gid: process.getgid!(),
  mode: 0o100640,
  mtimeNs: 1_234_567_891n,
}

/** Copy the first `size` bytes of `from` to `copy`; `bytes`: only so many, and zeros. */
async function copy(
  scratch: Scratch,
  size: number,
  hash = '',
  calls: Partial<Disk> = {},
  bytes?: number,
) {
  const run = runOn(calls)
  const fd = openSync(scratch.at('from'), 'r')
  try {
    await copyFile(run, fd, { size, bytes, hash }, META, placeAt(run, scratch.at('copy')))
  } finally {
    closeSync(fd)
    run.dirs.closeAll()
  }
}

for (const size of [0, 1, 2 ** 20, 2 ** 20 + 1, 3_000_000])
  t.test(`${size} bytes, with their metadata`, async (t) => {
    const scratch = new Scratch(t)
    const bytes = Buffer.alloc(size, 'copy me ')
    scratch.write('from', Buffer.concat([bytes, Buffer.from('and no more')]))
    let synced = 0
    const hash = `blake3:${digestHex('blake3', bytes)}`
    await copy(scratch, size, hash, { sync: () => void synced++ })
    t.ok(scratch.read('copy') === bytes.toString('latin1'))
    t.match(scratch.stat('copy'), { mode: 0o100640n, mtimeNs: 1_234_567_891n })
    t.equal(synced, 1, 'durable')
  })

// prettier-ignore
const zeros: [bytes: number, size: number][] = [
  [1,           2],
  [4,           2 ** 20 + 1],
  [2 ** 20,     2 ** 20 + 1],
  [2 ** 20 + 7, 2 ** 24],
]

for (const [bytes, size] of zeros)
  t.test(`${bytes} bytes, and zeros up to ${size}`, async (t) => {
    const scratch = new Scratch(t)
    const content = Buffer.concat([Buffer.alloc(bytes, 'copy me '), Buffer.alloc(size - bytes)])
    scratch.write('from', Buffer.alloc(size, 'copy me '))
    const calls: string[] = []
    const { sync, extend } = realDisk()
    const watched: Partial<Disk> = {
      sync: before(sync, () => calls.push('sync')),
      extend: before(extend, () => calls.push('extend')),
    }
    const hash = `blake3:${digestHex('blake3', content)}`
    await copy(scratch, size, hash, watched, bytes)
    t.ok(scratch.read('copy') === content.toString('latin1'))
    t.match(scratch.stat('copy'), { mode: 0o100640n, mtimeNs: 1_234_567_891n })
    t.strictSame(calls, ['sync', 'extend', 'sync'], 'never a new size without its bytes')
    t.ok(scratch.stat('copy').blocks * 512n < bytes + 2 ** 16, 'a hole')
    scratch.remove('copy')
    const other = `blake3:${digestHex('blake3', content.subarray(1))}`
    await t.rejects(copy(scratch, size, other, {}, bytes), { code: 'changed' })
    t.strictSame(scratch.names(), ['from'])
  })

t.test('of nothing', async (t) => {
  const scratch = new Scratch(t)
  const run = runOn()
  await copyFile(run, undefined, { size: 0, hash: '' }, META, placeAt(run, scratch.at('copy')))
  t.equal(scratch.read('copy'), '')
})

// prettier-ignore
const refused: [name: string, size: number, hash: string, calls: Partial<Disk>, code: string, bytes?: number][] = [
  ['shorter than it was',        5, '',                                              {},                            'changed'],
  ['another content',            4, `sha1:${digestHex('sha1', Buffer.from('else'))}`, {},                           'changed'],
  ['a read that fails',          4, '',                                              { read: fails('EIO') },        'EIO'],
  ['a full disk',                4, '',                                              { write: fails('ENOSPC') },    'ENOSPC'],
  ['no right to give it away',   4, '',                                              { setMetadata: fails('EPERM') }, 'EPERM'],
  ['shorter, zeros or not',      9, '',                                              {},                            'changed', 5],
  ['no room for zeros',          9, '',                                              { extend: fails('EFBIG') },    'EFBIG',   4],
  ['not durable',                4, '',                                              { sync: fails('EIO') },        'EIO'],
]

for (const [name, size, hash, calls, code, bytes] of refused)
  t.test(`${name}: nothing is left behind`, async (t) => {
    const scratch = new Scratch(t)
    scratch.write('from', 'four')
    await t.rejects(copy(scratch, size, hash, calls, bytes), { code })
    t.strictSame(scratch.names(), ['from'])
  })

t.test('a digest that we cannot make is not checked', async (t) => {
  const scratch = new Scratch(t)
  scratch.write('from', 'four')
  await copy(scratch, 4, 'crc128:00')
  t.equal(scratch.read('copy'), 'four')
})

t.test('never over another file', async (t) => {
  const scratch = new Scratch(t)
  scratch.write('from', 'four')
  scratch.write('copy', 'old')
  await t.rejects(copy(scratch, 4), { code: 'EEXIST' })
  t.equal(scratch.read('copy'), 'old')
})
