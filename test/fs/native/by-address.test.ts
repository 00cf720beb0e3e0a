import { closeSync, constants, fstatSync, linkSync, mkdirSync, openSync, truncateSync, utimesSync, writeFileSync } from 'node:fs' // prettier-ignore
import { execFileSync } from 'node:child_process'
import { endianness } from 'node:os'
import t from 'tap'
import { bindByAddress, STATX, type ByAddress, type Room } from '../../../lib/fs/native/by-address.js' // prettier-ignore
import { native } from '../../../lib/fs/native/native.js'
import { libcOf, noNative } from '../../helper/native.js'
import { randomFrom } from '../../helper/random.js'

const calls = native()?.byAddress as ByAddress
const skip = noNative || (calls === undefined && 'not on this machine')

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants

/** A room with a path in it, and what stands before and behind it. */
function holding(text: string | Buffer, at = 0, length = 5000): Room {
  const room = calls.room(length)
  Buffer.from(text).copy(room.bytes, at)
  return room
}

const open = (path: string | Buffer) => {
  const room = calls.room(path.length + 1)
  Buffer.from(path).copy(room.bytes)
  return calls.open(room, 0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
}

const dir = t.testdir({ ten: '0123456789', empty: '', sub: {}, linked: 'y' })
linkSync(`${dir}/linked`, `${dir}/linked too`)

// prettier-ignore
const outside: [what: string, at: number, length: number][] = [
  ['before it',               -1,        1],
  ['far before it',           -(2 ** 40), 1],
  ['a byte past its end',     100,       1],
  ['over its end',            95,        6],
  ['all of it and a byte',    0,         101],
  ['far past its end',        2 ** 40,   1],
  ['a negative length',       5,         -1],
  ['NaN',                     NaN,       1],
  ['a length that is NaN',    0,         NaN],
  ['infinite',                Infinity,  0],
  ['less than infinite',      -Infinity, Infinity],
  ['between two bytes',       0.5,       1],
  ['a length between two',    0,         1.5],
]

t.test('places outside of a room are refused', { skip }, async (t) => {
  const fd = open(`${dir}/ten`)
  for (const [what, at, length] of outside) {
    const room = calls.room(100)
    t.throws(() => calls.read(fd, room, at, length, 0), RangeError, `read: ${what}`)
    t.throws(() => calls.list(fd, room, at, length), RangeError, `list: ${what}`)
    t.equal(room.bytes.every((byte) => byte === 0), true, what) // prettier-ignore
    if (!(length === 1 || length === 0) || at === 100) continue
    t.throws(() => calls.open(room, at, O_RDONLY), RangeError, `open: ${what}`)
    t.throws(() => calls.statAt(fd, room, at), RangeError, `statAt: ${what}`)
  }
  t.equal(calls.close(fd), 0)
})

t.test('places inside of it are not', { skip }, async (t) => {
  const fd = open(`${dir}/ten`)
  for (const [at, length, bytes] of [
    [0, 100, 10],
    [90, 10, 10],
    [99, 1, 1],
    [100, 0, 0],
    [0, 0, 0],
  ] as const)
    // prettier-ignore
    t.equal(calls.read(fd, calls.room(100), at, length, 0), bytes)
  calls.close(fd)
})

t.test('only what was asked for is written, wherever it is', { skip }, async (t) => {
  const fd = open(`${dir}/ten`)
  const random = randomFrom(1)
  for (const size of [0, 1, 63, 64, 100, 4095, 4096, 4097, 100_000])
    for (let i = 0; i < 30; i++) {
      const room = calls.room(size)
      const all = Buffer.from(room.bytes.buffer)
      room.bytes.fill(0xee)
      const at = Math.floor(random() * (size + 1))
      const length = Math.floor(random() * (size - at + 1))
      const from = Math.floor(random() * 12)
      const want = Buffer.from('0123456789').subarray(from, from + length)
      const expected = Buffer.from(all)
      want.copy(expected, at)
      t.equal(calls.read(fd, room, at, length, from), want.length)
      if (!all.equals(expected)) t.fail(`${length} bytes at ${at} of ${size}, from ${from}`)
      t.equal(all.at(-1), 0, 'it ends in a NUL')
    }
  calls.close(fd)
})

t.test('rooms do not overlap, and do not move', { skip }, async (t) => {
  const rooms = Array.from({ length: 50 }, (_, i) => calls.room(i * 100))
  const fd = open(`${dir}/ten`)
  for (const [i, { bytes }] of rooms.entries()) bytes.fill(i)
  for (let i = 0; i < 20; i++) Buffer.alloc(2 ** 20).fill(i) // work for the collector
  globalThis.gc?.()
  for (const [i, room] of rooms.entries()) {
    t.ok(room.bytes.every((byte) => byte === i))
    if (room.bytes.length >= 10) t.equal(calls.read(fd, room, 0, 10, 0), 10)
    if (room.bytes.length >= 10) t.equal(room.bytes.toString('latin1', 0, 10), '0123456789')
  }
  calls.close(fd)
})

t.test('a path ends at its NUL, or at that of the room', { skip }, async (t) => {
  const path = `${dir}/ten`
  const exact = holding(path, 0, path.length)
  const opened = (room: Room, at = 0) => {
    const fd = calls.open(room, at, O_RDONLY)
    return fd < 0 ? false : calls.close(fd) === 0
  }
  t.ok(opened(exact), 'it fills the room')
  t.ok(
    opened(holding(path, 4096 - path.length, 4096), 4096 - path.length),
    'it ends with a room of a page',
  )
  t.ok(opened(holding(`x\0${path}\0more`), 2), 'something is before and behind it')
  t.notOk(opened(holding(`${path}x\0`)))
  t.notOk(opened(exact, path.length), 'nothing is left of it')
  t.notOk(opened(holding(''), 5000), 'at the very end')
})

t.test('what cannot be opened, read or closed is negative', { skip }, async (t) => {
  for (const path of [
    `${dir}/none`,
    `${dir}/ten/below`,
    `${dir}/${'n'.repeat(256)}`,
    '',
    `/${'x/'.repeat(2100)}`,
  ])
    // prettier-ignore
    t.ok(open(path) < 0, path.slice(0, 50))
  const fd = open(`${dir}/sub`)
  t.ok(fd >= 0)
  t.equal(calls.read(fd, calls.room(10), 0, 10, 0), -1, 'a directory')
  t.equal(calls.close(fd), 0)
  t.equal(calls.close(2 ** 30), -1)
  t.equal(calls.read(2 ** 30, calls.room(10), 0, 10, 0), -1)
  t.equal(calls.statOpen(2 ** 30), -1)
})

t.test('what is opened is not for programs that are started', { skip }, async (t) => {
  const fd = open(`${dir}/ten`)
  const flags = execFileSync('grep', ['flags', `/proc/${process.pid}/fdinfo/${fd}`], { encoding: 'utf8' }) // prettier-ignore
  calls.close(fd)
  t.equal(Number.parseInt(flags.split(/\s+/)[1]!, 8) & 0o2000000, 0o2000000)
})

/** Names that give every word of a `struct statx` something to do. */
function plant(): string[] {
  for (let i = 0; i < 40; i++) writeFileSync(`${dir}/sub/${i}`, 'x'.repeat(i * 300))
  writeFileSync(`${dir}/sparse`, '')
  truncateSync(`${dir}/sparse`, 5 * 2 ** 32 + 7)
  mkdirSync(`${dir}/${'n'.repeat(255)}`)
  const dates = ['1969-12-31T23:59:58.000000001Z', '1901-12-13T20:45:53Z', '2038-01-19T03:14:08.999999999Z', '2200-01-01T00:00:00.5Z'] // prettier-ignore
  for (const date of dates) execFileSync('touch', ['-d', date, `${dir}/${date}`])
  utimesSync(`${dir}/empty`, 0, 0)
  const names = ['ten', 'empty', 'linked', 'linked too', 'sub', 'sparse', 'n'.repeat(255), ...dates]
  const numbered = Array.from({ length: 40 }, (_, i) => `sub/${i}`)
  return [...names, ...numbered].map((name) => `${dir}/${name}`)
}

t.test('statOpen and statAt are as fstat has it', { skip }, async (t) => {
  const paths = [...plant(), '/', '/dev/null', '/proc/self/stat', '/sys', '/proc/self', '/tmp']
  const wide = (at: number) => (BigInt(calls.stat[at + 1]!) << 32n) | BigInt(calls.stat[at]!)
  const time = (at: number) => BigInt.asIntN(64, wide(at)) * 1_000_000_000n + BigInt(calls.stat[at + 2]!) // prettier-ignore
  const told = () => ({
    nlink: BigInt(calls.stat[STATX.nlink]!),
    uid: BigInt(calls.stat[STATX.uid]!),
    gid: BigInt(calls.stat[STATX.gid]!),
    mode: BigInt(calls.stat[STATX.mode]! & 0xffff),
    ino: wide(STATX.ino),
    size: wide(STATX.size),
    blocks: wide(STATX.blocks),
    mtimeNs: time(STATX.mtime),
    ctimeNs: time(STATX.ctime),
  })
  for (const path of paths) {
    const fd = openSync(path, O_RDONLY)
    t.equal(calls.statOpen(fd), 0)
    const open = told()
    calls.stat.fill(0xeeee_eeee)
    t.equal(calls.statAt(-100, holding(path), 0), 0)
    const named = told()
    const { nlink, uid, gid, mode, ino, size, blocks, mtimeNs, ctimeNs } = fstatSync(fd, { bigint: true }) // prettier-ignore
    const want = { nlink, uid, gid, mode, ino, size, blocks, mtimeNs, ctimeNs }
    closeSync(fd)
    t.strictSame(open, want, path.slice(-40))
    if (path !== '/proc/self') t.strictSame(named, want, path.slice(-40)) // a symlink
  }
})

t.test('where the C library has all of it, so have we', async (t) => {
  const [posix_fadvise, getdents64] = [() => 0, () => 0]
  const others = { openat: () => 0, pread: () => 0, close: () => 0, posix_fadvise, getdents64 }
  const isWide = ['x64', 'arm64', 'riscv64', 'ppc64', 'loong64'].includes(process.arch)
  const { byAddress } = bindByAddress(libcOf({ ...others, statx: () => 0 }))
  t.equal(byAddress !== undefined, isWide && endianness() === 'LE')
  t.strictSame(bindByAddress(libcOf(others)), { byAddress: undefined }, 'an old musl')
})
