import { readdirSync } from 'node:fs'
import t from 'tap'
import { TempFile, type TempFileCalls } from '../../lib/fs/temp-file.js'

t.test('what was appended is read back, from anywhere', async (t) => {
  const file = new TempFile(t.testdir())
  file.append(Buffer.from('abc'))
  file.append(Buffer.from('defgh'))
  t.equal(file.bytes, 8)
  const into = Buffer.alloc(4)
  file.read(into, 2)
  t.equal(into.toString(), 'cdef')
  file.append(Buffer.from('i'))
  file.read(into, 5)
  t.equal(into.toString(), 'fghi')
  file.close()
})

t.test('it has no name', async (t) => {
  const dir = t.testdir()
  const open = () => readdirSync('/proc/self/fd').length
  const before = open()
  const file = new TempFile(dir)
  file.append(Buffer.from('abc'))
  t.strictSame(readdirSync(dir), [])
  file.close()
  t.equal(open(), before, 'and is gone when it is closed')
})

/** A file in memory, of which each call does as little as a call may. */
function slow(fields: Partial<TempFileCalls> = {}): TempFileCalls {
  const bytes: number[] = []
  return {
    open: () => 7,
    write: (_, from, position) => {
      bytes[position] = from[0]!
      return 1
    },
    read: (_, into, position) => {
      if (position >= bytes.length) return 0
      into[0] = bytes[position]!
      return 1
    },
    close: () => {},
    ...fields,
  }
}

t.test('short writes and short reads are completed', async (t) => {
  const file = new TempFile('/dir', slow())
  file.append(Buffer.from('abc'))
  file.append(Buffer.from('de'))
  const into = Buffer.alloc(3)
  file.read(into, 1)
  t.equal(into.toString(), 'bcd')
})

t.test('a file that is shorter than it was is an error, not an endless loop', async (t) => {
  const file = new TempFile('/dir', slow())
  file.append(Buffer.from('abc'))
  t.throws(() => file.read(Buffer.alloc(3), 1), /temporary file in "\/dir".*shorter/)
})

const full = () => {
  throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
}

// prettier-ignore
const failures: [call: string, calls: TempFileCalls, use: (make: () => TempFile) => void][] = [
  ['open',  slow({ open: full }),  (make) => make()],
  ['write', slow({ write: full }), (make) => make().append(Buffer.of(1))],
  ['read',  slow({ read: full }),  (make) => make().read(Buffer.alloc(1), 0)],
]

for (const [call, calls, use] of failures)
  t.test(`a failed ${call} says which file, and what to do`, async (t) => {
    const message = /^temporary file in "\/dir" \(TMPDIR .*\): ENOSPC: no space left on device/
    t.throws(() => use(() => new TempFile('/dir', calls)), { message })
    try {
      use(() => new TempFile('/dir', calls))
    } catch (error) {
      // a code would make the message of main one about stdout
      t.notOk('code' in (error as Error))
    }
  })

t.test('after a failed write, what was there is still there', async (t) => {
  let calls = 0
  const once = slow()
  const write: TempFileCalls['write'] = (...args) => (++calls === 3 ? full() : once.write(...args))
  const file = new TempFile('/dir', { ...once, write })
  file.append(Buffer.from('ab'))
  t.throws(() => file.append(Buffer.from('cd')))
  t.equal(file.bytes, 2)
})
