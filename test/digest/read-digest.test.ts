import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import t from 'tap'
import type { ReadCalls } from '../../lib/fs/listed-file.js'
import {
  BUFFER_BYTES,
  bytesAsked,
  digestReader,
  type Asked,
  type Job,
} from '../../lib/digest/read-digest.js'
import { packJob, unpackJobs } from '../../lib/hash/job.js'
import { listed } from '../helper/listed.js'

const whole: Asked = { algo: 'sha1', headBytes: undefined }
const sha1 = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('hex')
const jobOf = (path: string | Buffer): Job => unpackJobs(packJob(listed(path))).next().value!

const bytes = Buffer.alloc(
  3 * BUFFER_BYTES,
  Uint8Array.from({ length: 251 }, (_, i) => i),
)
const sizes = [0, 1, 4096].concat(
  [1, 2].flatMap((n) => [n * BUFFER_BYTES - 1, n * BUFFER_BYTES, n * BUFFER_BYTES + 1]),
)

for (const size of sizes) {
  const content = bytes.subarray(0, size)

  t.test(`a file of ${size} bytes`, async (t) => {
    const path = join(t.testdir(), 'f')
    fs.writeFileSync(path, content)
    t.equal(digestReader(whole)(jobOf(path)), sha1(content))
  })

  for (const headBytes of [1, size - 1, size, size + 1].filter((bytes) => bytes > 0))
    t.test(`the first ${headBytes} bytes of ${size}`, async (t) => {
      const path = join(t.testdir(), 'f')
      fs.writeFileSync(path, content)
      const hex = digestReader({ algo: 'sha1', headBytes })(jobOf(path))
      t.equal(hex, sha1(content.subarray(0, headBytes)))
    })

  t.test(`short reads of a file of ${size} bytes are not its end`, async (t) => {
    const path = join(t.testdir(), 'f')
    fs.writeFileSync(path, content)
    const readSync: ReadCalls['readSync'] = (fd, to, at, length, from) =>
      fs.readSync(fd, to, at, Math.min(length, 100_000), from)
    t.equal(digestReader(whole, { ...fs, readSync })(jobOf(path)), sha1(content))
  })
}

t.test('one reader reads many files', async (t) => {
  const dir = t.testdir({ a: 'aaa', b: 'b', c: 'aaa' })
  const read = digestReader(whole)
  const [a, b, c] = ['a', 'b', 'c'].map((name) => read(jobOf(join(dir, name))))
  t.strictSame([a, b, c], [sha1(Buffer.from('aaa')), sha1(Buffer.from('b')), a])
})

t.test('a name that is not UTF-8', async (t) => {
  const path = Buffer.concat([Buffer.from(`${t.testdir()}/`), Buffer.from([0xff])])
  fs.writeFileSync(path, 'x')
  t.equal(digestReader(whole)(jobOf(path)), sha1(Buffer.from('x')))
})

const REPLACED = 'was replaced by another file since it was listed'
const SINCE = 'changed since it was listed'
const NOT_REGULAR = 'is no longer a regular file'
const MEANWHILE = 'changed while it was read'

type Since = [name: string, change: (path: string) => void, want: string]

// prettier-ignore
const since: Since[] = [
  ['it grew',                        (path) => fs.appendFileSync(path, 'x'),                           SINCE],
  ['it shrank',                      (path) => fs.truncateSync(path, 1),                               SINCE],
  ['it was touched',                 (path) => fs.utimesSync(path, 5, 5),                              SINCE],
  ['another was renamed over it',    (path) => other(path, (to) => fs.renameSync(to, path)),           REPLACED],
  ['it vanished',                    (path) => fs.unlinkSync(path),                                    'ENOENT'],
  ['its directory is a file',        (path) => upend(path, (dir) => fs.writeFileSync(dir, '')),        'ENOTDIR'],
  ['a directory is in its place',    (path) => replace(path, () => fs.mkdirSync(path)),                NOT_REGULAR],
  ['a FIFO is in its place',         (path) => replace(path, () => spawnSync('mkfifo', [path])),       NOT_REGULAR],
  ['a symlink to its like is there', (path) => other(path, (to) => replace(path, () => fs.symlinkSync(to, path))), 'ELOOP'],
]

for (const [name, change, want] of since)
  t.test(`since it was listed, ${name}`, async (t) => {
    const path = join(t.testdir({ dir: { f: 'content' } }), 'dir', 'f')
    const job = jobOf(path)
    change(path)
    t.equal(
      failure(() => digestReader(whole)(job)),
      want,
    )
  })

/** The code of the error, or its message where it has none. */
function failure(work: () => unknown): string {
  try {
    return `no failure: ${work()}`
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return code ?? message
  }
}

function replace(path: string, make: () => void): void {
  fs.unlinkSync(path)
  make()
}

/** With a file of the same bytes and times beside it. */
function other(path: string, use: (copy: string) => void): void {
  const { atime, mtime } = fs.statSync(path)
  fs.copyFileSync(path, `${path}2`)
  fs.utimesSync(`${path}2`, atime, mtime)
  use(`${path}2`)
}

function upend(path: string, make: (dir: string) => void): void {
  const dir = join(path, '..')
  fs.rmSync(dir, { recursive: true })
  make(dir)
}

t.test('a socket is in its place', async (t) => {
  const dir = t.testdir({ f: 'content' })
  const job = jobOf(join(dir, 'f'))
  fs.unlinkSync(join(dir, 'f'))
  process.chdir(dir) // the whole path may be too long for a socket
  const server = createServer().listen('f')
  await new Promise((resolve) => server.once('listening', resolve))
  t.throws(() => digestReader(whole)(job), { message: NOT_REGULAR })
  server.close()
})

t.test(
  'a size that is not true, as in /proc',
  { skip: !fs.existsSync('/proc/version') },
  async (t) => {
    const job = jobOf('/proc/version')
    t.equal(job.size, 0)
    t.throws(() => digestReader(whole)(job), { message: 'says 0 bytes, but has content' })
  },
)

t.test('a device has no content', async (t) => {
  const job = { ...jobOf('/dev/zero'), size: 1 }
  t.throws(() => digestReader(whole)(job), { message: NOT_REGULAR })
})

t.test('what waits in a FIFO is left there', async (t) => {
  const path = join(t.testdir({ f: 'content' }), 'f')
  const job = jobOf(path)
  replace(path, () => spawnSync('mkfifo', [path]))
  const fd = fs.openSync(path, 'r+')
  fs.writeSync(fd, 'message')
  t.throws(() => digestReader(whole)(job), { message: NOT_REGULAR })
  const left = Buffer.alloc(10)
  t.equal(left.toString('utf8', 0, fs.readSync(fd, left)), 'message')
  fs.closeSync(fd)
})

for (const size of [10, BUFFER_BYTES + 10])
  t.test(`a hard link to ${size} bytes changes the ctime, but not the content`, async (t) => {
    const path = join(t.testdir(), 'f')
    fs.writeFileSync(path, bytes.subarray(0, size))
    const job = jobOf(path)
    tick(path)
    fs.linkSync(path, `${path}2`)
    t.equal(digestReader(whole)(job), sha1(bytes.subarray(0, size)))
  })

/** Past the tick of the file system's clock: what changes next is seen to be later. */
function tick(path: string): void {
  const probe = `${path}.clock`
  const now = () => {
    fs.writeFileSync(probe, '')
    return fs.statSync(probe, { bigint: true }).ctimeNs
  }
  for (const before = now(); now() <= before;);
  fs.unlinkSync(probe)
}

t.test('a short file that is as it was listed is read once and looked at once', async (t) => {
  const path = join(t.testdir({ f: 'content' }), 'f')
  const counts = { fstat: 0, read: 0 }
  const calls: ReadCalls = {
    ...fs,
    fstatSync: (...args) => (counts.fstat++, fs.fstatSync(...args)),
    readSync: (...args) => (counts.read++, fs.readSync(...args)),
  }
  digestReader(whole, calls)(jobOf(path))
  t.strictSame(counts, { fstat: 1, read: 1 })
})

type Meanwhile = [name: string, change: (path: string) => void]

// prettier-ignore
const meanwhile: Meanwhile[] = [
  ['it grows',                              (path) => fs.appendFileSync(path, 'x')],
  ['it shrinks',                            (path) => fs.truncateSync(path, 1)],
  ['it is cut to nothing',                  (path) => fs.truncateSync(path, 0)],
  ['it is written, its mtime put back',     (path) => rewrite(path)],
]

for (const at of [1, 2])
  for (const [name, change] of meanwhile)
    t.test(`before read ${at}, ${name}`, async (t) => {
      const path = join(t.testdir(), 'f')
      fs.writeFileSync(path, bytes.subarray(0, BUFFER_BYTES + 10))
      fs.utimesSync(path, 5, 5) // so that it can be put back to the nanosecond
      const job = jobOf(path)
      tick(path)
      let reads = 0
      const readSync: ReadCalls['readSync'] = (...args) => {
        if (++reads === at) change(path)
        return fs.readSync(...args)
      }
      t.throws(() => digestReader(whole, { ...fs, readSync })(job), { message: MEANWHILE })
    })

// prettier-ignore
const meanwhileShort: [name: string, reads: number[], change: (path: string) => void, want: string][] = [
  ['it grows',                                    [1],    (path) => fs.appendFileSync(path, 'x'), SINCE],
  ['it shrinks',                                  [1],    (path) => fs.truncateSync(path, 1),     SINCE],
  ['it is cut to nothing',                        [1],    (path) => fs.truncateSync(path, 0),     SINCE],
  ['it is touched',                               [1],    (path) => fs.utimesSync(path, 6, 6),    SINCE],
  ['it is written, its mtime put back, each time', [1, 2], (path) => rewrite(path),               MEANWHILE],
]

for (const [name, at, change, want] of meanwhileShort)
  t.test(`while a short file is read, ${name}`, async (t) => {
    const path = join(t.testdir({ f: 'content' }), 'f')
    fs.utimesSync(path, 5, 5)
    const job = jobOf(path)
    let reads = 0
    const readSync: ReadCalls['readSync'] = (...args) => {
      tick(path)
      if (at.includes(++reads)) change(path)
      return fs.readSync(...args)
    }
    t.throws(() => digestReader(whole, { ...fs, readSync })(job), { message: want })
  })

t.test(
  'a short file written meanwhile, its mtime put back, has the digest of what is there',
  async (t) => {
    const path = join(t.testdir({ f: 'content' }), 'f')
    fs.utimesSync(path, 5, 5)
    const job = jobOf(path)
    let reads = 0
    const readSync: ReadCalls['readSync'] = (fd, to, from, length, at) => {
      const half = fs.readSync(fd, to, from, Math.min(length, 3), at) // of the old
      tick(path)
      if (++reads === 1) rewrite(path)
      return half
    }
    t.equal(digestReader(whole, { ...fs, readSync })(job), sha1(Buffer.alloc(7)))
  },
)

function rewrite(path: string): void {
  fs.writeFileSync(path, Buffer.alloc(fs.statSync(path).size))
  fs.utimesSync(path, 5, 5)
}

t.test('a file system whose size lags behind: one byte too many is seen', async (t) => {
  const path = join(t.testdir({ f: 'content' }), 'f')
  const job = jobOf(path)
  const lagging = fs.statSync(path, { bigint: true })
  fs.appendFileSync(path, 'x')
  t.throws(() => digestReader(whole, { ...fs, fstatSync: () => lagging })(job), {
    message: MEANWHILE,
  })
})

t.test('an error of a read is not the end of the file', async (t) => {
  const path = join(t.testdir({ f: 'content' }), 'f')
  const open = new Set<number>()
  const calls: ReadCalls = {
    ...fs,
    openSync: (...args) => {
      const fd = fs.openSync(...args)
      open.add(fd)
      return fd
    },
    closeSync: (fd) => {
      open.delete(fd)
      fs.closeSync(fd)
    },
    readSync: () => {
      throw Object.assign(new Error('i/o error'), { code: 'EIO' })
    },
  }
  t.throws(() => digestReader(whole, calls)(jobOf(path)), { code: 'EIO' })
  t.equal(open.size, 0, 'the file is closed')
})

t.test('atime is left alone where we may, and the file is read where we may not', async (t) => {
  const path = join(t.testdir({ f: 'content' }), 'f')
  const { O_NOATIME = 0 } = fs.constants
  const flags: number[] = []
  const openSync = (path: string | Buffer, flag: number) => {
    flags.push(flag & O_NOATIME)
    if (flag & O_NOATIME) throw Object.assign(new Error('not yours'), { code: 'EPERM' })
    return fs.openSync(path, flag)
  }
  t.equal(digestReader(whole, { ...fs, openSync })(jobOf(path)), sha1(Buffer.from('content')))
  t.strictSame(flags, O_NOATIME === 0 ? [0] : [O_NOATIME, 0])
})

t.test('what to read', async (t) => {
  const head: Asked = { algo: 'sha1', headBytes: 100 }
  t.equal(bytesAsked(500, whole), 500)
  t.equal(bytesAsked(500, head), 100)
  t.equal(bytesAsked(50, head), 50)
})
