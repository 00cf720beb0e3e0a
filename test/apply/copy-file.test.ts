import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import t from 'tap'
import { copyFile } from '../../lib/apply/copy-file.js'
import { Pace } from '../../lib/apply/pace.js'
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
    const place = placeAt(run, scratch.at('copy'))
    const dress = (made: number) => run.disk.setMetadata(made, META)
    await copyFile(run, fd, { size, bytes, hash }, place, dress)
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

/** What a file is made of: bytes, zeros that are written, holes. Each is so many bytes. */
type Part = readonly [what: 'x' | '0' | ' ', bytes: number]

function writeParts(scratch: Scratch, parts: readonly Part[]): Buffer {
  scratch.write('from', '')
  const fd = openSync(scratch.at('from'), 'r+')
  let at = 0
  for (const [what, bytes] of parts) {
    if (what !== ' ') writeSync(fd, Buffer.alloc(bytes, what === 'x' ? 'x' : 0), 0, bytes, at)
    at += bytes
  }
  ftruncateSync(fd, at)
  closeSync(fd)
  return Buffer.concat(parts.map(([what, bytes]) => Buffer.alloc(bytes, what === 'x' ? 'x' : 0)))
}

const MIB = 2 ** 20

// prettier-ignore
const layouts: [name: string, parts: Part[], taken: number][] = [
  ['a hole at its start',           [[' ', MIB], ['x', 5000]],                           5000],
  ['a hole in its middle',          [['x', 5000], [' ', 3 * MIB], ['x', 5000]],          10_000],
  ['a hole at its end',             [['x', 5000], [' ', MIB + 1]],                       5000],
  ['holes between all blocks',      [['x', 4096], [' ', 65_536], ['x', 4096], [' ', 65_536], ['x', 1]], 8193],
  ['nothing but a hole',            [[' ', 2 * MIB + 7]],                                0],
  ['less than a block',             [[' ', 100]],                                        0],
  ['zeros beside a hole',           [['0', MIB], ['x', 10], [' ', MIB]],                 10],
  ['zeros that were written',       [['x', 10], ['0', MIB]],                             MIB],
]

for (const [name, parts, taken] of layouts)
  t.test(`${name}: as it was`, async (t) => {
    const scratch = new Scratch(t)
    const content = writeParts(scratch, parts)
    await copy(scratch, content.length, `blake3:${digestHex('blake3', content)}`)
    t.ok(scratch.read('copy') === content.toString('latin1'))
    const room = Number(scratch.stat('copy').blocks) * 512
    t.ok(room >= taken && room < taken + 2 ** 16, `${room} bytes`)
  })

t.test('of a file with holes all bytes are looked at', async (t) => {
  const scratch = new Scratch(t)
  const content = writeParts(scratch, [['x', 10], [' ', MIB]]) // prettier-ignore
  const other = `blake3:${digestHex('blake3', content.subarray(1))}`
  await t.rejects(copy(scratch, content.length, other), { code: 'changed' })
  t.strictSame(scratch.names(), ['from'])
})

t.test('of nothing', async (t) => {
  const scratch = new Scratch(t)
  const run = runOn()
  await copyFile(run, undefined, { size: 0, hash: '' }, placeAt(run, scratch.at('copy')), () => {})
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

// prettier-ignore
const signals: [name: string, calls: (pace: Pace) => Partial<Disk>][] = [
  ['while bytes are copied',    (pace) => ({ write: before(realDisk().write, () => pace.stop()) })],
  ['while zeros are digested',  (pace) => ({ extend: before(realDisk().extend, () => pace.stop()) })],
]

for (const [name, calls] of signals)
  t.test(`a signal ${name} ends it, and nothing is left`, async (t) => {
    const scratch = new Scratch(t)
    scratch.write('from', 'copy me')
    const pace = new Pace()
    const run = runOn(calls(pace), {}, pace)
    const content = { size: 2 ** 21, bytes: 7, hash: `blake3:${'ab'.repeat(32)}` }
    const fd = openSync(scratch.at('from'), 'r')
    const place = placeAt(run, scratch.at('copy'))
    await t.rejects(
      copyFile(run, fd, content, place, () => {}),
      { code: 'interrupted' },
    )
    t.strictSame(scratch.names(), ['from'])
    closeSync(fd)
    run.dirs.closeAll()
  })
