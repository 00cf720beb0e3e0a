import t from 'tap'
import { digestHex } from '../../lib/digest/digest.js'
import type { Job } from '../../lib/digest/read-digest.js'
import { classReader } from '../../lib/dupes/class-reader.js'
import type { BigIntStats } from 'node:fs'
import type { ReadCalls } from '../../lib/fs/listed-file.js'

const CHUNK = 256 * 1024

/** Files in memory, and what is asked of them. */
class Files implements ReadCalls {
  readonly asked = { opens: 0, bytes: 0, mostOpen: 0 }
  readonly open = new Map<number, string>()
  readonly contents: Map<string, Buffer>
  /** Called before each read; may throw, or change what is there. */
  onRead: (path: string, from: number) => void = () => {}
  ctimes = new Map<string, bigint>()
  #next = 100

  constructor(contents: { readonly [path: string]: Buffer }) {
    this.contents = new Map(Object.entries(contents))
  }

  openSync = (path: string | Buffer): number => {
    const name = String(path)
    if (!this.contents.has(name)) throw Object.assign(new Error('gone'), { code: 'ENOENT' })
    this.asked.opens++
    this.open.set(++this.#next, name)
    this.asked.mostOpen = Math.max(this.asked.mostOpen, this.open.size)
    return this.#next
  }

  readSync = (fd: number, to: Buffer, at: number, length: number, from: number): number => {
    const path = this.open.get(fd)!
    this.onRead(path, from)
    const content = this.contents.get(path)!
    const done = content.copy(to, at, from, Math.min(content.length, from + length))
    this.asked.bytes += done
    return done
  }

  fstatSync = (fd: number): BigIntStats => {
    const path = this.open.get(fd)!
    const times = { mtimeNs: 1n, ctimeNs: this.ctimes.get(path) ?? 1n }
    const size = BigInt(this.contents.get(path)!.length)
    return { isFile: () => true, ino: 1n, size, ...times } as unknown as BigIntStats
  }

  closeSync = (fd: number): void => {
    if (!this.open.delete(fd)) throw new Error(`${fd} is not open`)
  }
}

function content(size: number, ...changes: number[]): Buffer {
  const bytes = Buffer.alloc(size, 'content')
  for (const at of changes) bytes[at]! ^= 1
  return bytes
}

/** For each file its digest, `alone`, or why it has none; and how many were digested on their own. */
function verdicts(files: Files, mayBeAlone = true) {
  let digests = 0
  const digest = (job: Job) => {
    digests++
    if (!files.contents.has(String(job.path))) throw new Error('gone')
    const bytes = files.contents.get(String(job.path))!
    if (bytes.length !== job.size) throw new Error('changed')
    return digestHex('sha1', bytes)
  }
  const jobs = [...files.contents].map(([path, { length: size }]) => ({
    path, size, ino: 1n, mtimeNs: 1n, ctimeNs: 1n, uid: 0,
  })) // prettier-ignore
  return (missing: string[] = []) => {
    for (const path of missing) files.contents.delete(path)
    const known = classReader(digest, 'sha1', files)(jobs, mayBeAlone)
    const words = known.map((know) => {
      try {
        return know() ?? 'alone'
      } catch (error) {
        return (error as Error).message
      }
    })
    t.equal(files.open.size, 0, 'nothing stays open')
    return { words, digests }
  }
}

const sha1 = (bytes: Buffer) => digestHex('sha1', bytes)

for (const size of [1, 100, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK - 7])
  t.test(`equal files of ${size} bytes cost one digest, and are read once`, async (t) => {
    const files = new Files({ a: content(size), b: content(size), c: content(size) })
    const { words, digests } = verdicts(files)()
    t.strictSame(words, Array(3).fill(sha1(content(size))))
    t.equal(digests, 0)
    t.match(files.asked, { opens: 3, bytes: 3 * size, mostOpen: 3 })
  })

const SIZE = 3 * CHUNK - 7
const places = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, 2 * CHUNK, SIZE - 1]

for (const at of places)
  t.test(`a difference at ${at} is found`, async (t) => {
    for (const [names, want] of [
      [['same', 'same', at], 'equal equal alone'],
      [['same', at, 'same'], 'equal alone equal'],
      [[at, 'same', 'same'], 'alone equal equal'],
      [['same', at], 'alone alone'],
      [[at, at, 'same', 'same'], 'changed changed equal equal'],
      [['same', at, at], 'alone changed changed'],
    ] as const) {
      const contents = names.map((change) =>
        change === 'same' ? content(SIZE) : content(SIZE, change),
      )
      const files = new Files(Object.fromEntries(contents.map((bytes, i) => [`f${i}`, bytes])))
      const { words, digests } = verdicts(files)()
      const digestOf = {
        equal: sha1(content(SIZE)),
        changed: sha1(content(SIZE, at)),
        alone: 'alone',
      }
      t.strictSame(
        words,
        want.split(' ').map((word) => digestOf[word as keyof typeof digestOf]),
      )
      t.equal(digests, 0)
    }
  })

t.test('what differs in many ways', async (t) => {
  const kinds = [content(SIZE), content(SIZE, 5), content(SIZE, CHUNK), content(SIZE, 5, CHUNK)]
  const order = [0, 1, 2, 3, 1, 0, 2, 2, 0]
  const files = new Files(Object.fromEntries(order.map((kind, i) => [`f${i}`, kinds[kind]!])))
  const { words } = verdicts(files)()
  t.strictSame(
    words,
    order.map((kind) => (kind === 3 ? 'alone' : sha1(kinds[kind]!))),
  )
})

t.test('files that no one else is like are read no further than that', async (t) => {
  const files = new Files({ a: content(SIZE), b: content(SIZE, 3) })
  verdicts(files)()
  t.equal(files.asked.bytes, 2 * CHUNK)
})

t.test('a file that may not be alone gets its digest', async (t) => {
  const files = new Files({ a: content(9), b: content(9, 3) })
  t.strictSame(verdicts(files, false)().words, [sha1(content(9)), sha1(content(9, 3))])
})

t.test('while one cannot be read, no other is alone', async (t) => {
  for (const gone of ['a', 'b', 'c']) {
    const files = new Files({ a: content(9), b: content(9), c: content(9, 3) })
    const { words } = verdicts(files)([gone])
    const all = { a: sha1(content(9)), b: sha1(content(9)), c: sha1(content(9, 3)) }
    t.strictSame(
      words,
      Object.entries(all).map(([path, hex]) => (path === gone ? 'gone' : hex)),
    )
  }
})

t.test('a read that fails, at every place: the others keep their digests', async (t) => {
  for (const bad of ['a', 'b', 'c'])
    for (const at of [0, CHUNK, 2 * CHUNK]) {
      const files = new Files({ a: content(SIZE), b: content(SIZE), c: content(SIZE, 2 * CHUNK) })
      files.onRead = (path, from) => {
        if (path === bad && from === at) throw Object.assign(new Error('bad'), { code: 'EIO' })
      }
      const { words } = verdicts(files)()
      const want = [content(SIZE), content(SIZE), content(SIZE, 2 * CHUNK)].map(sha1)
      // By then c may have been told apart from a file that was read so far.
      t.ok(
        words.every((word, i) => word === want[i] || (i === 2 && word === 'alone')),
        `${bad} at ${at}`,
      )
    }
})

t.test('what is not as it was listed once it was read is left to who proves it', async (t) => {
  for (const changed of ['a', 'b']) {
    const files = new Files({ a: content(9), b: content(9), c: content(9) })
    files.ctimes.set(changed, 2n)
    const { words, digests } = verdicts(files)()
    t.strictSame(words, Array(3).fill(sha1(content(9))))
    t.equal(digests, 1)
  }
})

t.test('a file that shrinks while it is read has no part in it', async (t) => {
  const files = new Files({ a: content(SIZE), b: content(SIZE), c: content(SIZE) })
  files.onRead = (path, from) => {
    if (path === 'b' && from === CHUNK) files.contents.set('b', content(CHUNK + 5))
  }
  t.strictSame(verdicts(files)().words, [sha1(content(SIZE)), 'changed', sha1(content(SIZE))])
})
