import t from 'tap'
import { digestHex } from '../../lib/digest/digest.js'
import { digestReader, type Job } from '../../lib/digest/read-digest.js'
import { classReader, MOST_SIDE_BY_SIDE } from '../../lib/dupes/class-reader.js'
import type { ReadCalls } from '../../lib/fs/listed-file.js'
import { contentOf, failure, made, MadeFiles, type Call, type Made } from '../helper/made-files.js'

const CHUNK = 256 * 1024

const jobOf = ({ path, size, ino, uid, mtimeNs, ctimeNs }: Made): Job => ({ path, size, ino, uid, mtimeNs, ctimeNs }) // prettier-ignore

/** Files of one size, named in their order; each differs at these places. */
const filesOf = (size: number, ...changes: readonly (readonly number[])[]): Made[] =>
  changes.map((places, i) =>
    made(`/${i}`, { size, but: Object.fromEntries(places.map((at) => [at, 9])) }),
  )

const digests = new Map<string, string>()

function digestOf(file: Made): string {
  const key = JSON.stringify([file.size, file.but])
  const known = digests.get(key) ?? digestHex('sha1', contentOf(file))
  digests.set(key, known)
  return known
}

/** For each file its digest, `alone`, or why it has none; and which were digested on their own. */
function verdicts(
  files: readonly Made[],
  fs = new MadeFiles(files),
  mayBeAlone = true,
  calls: ReadCalls = fs,
) {
  const digested: string[] = []
  const prove = digestReader({ algo: 'sha1', headBytes: undefined }, calls)
  const digest = (job: Job) => {
    digested.push(String(job.path))
    return prove(job)
  }
  const known = classReader(digest, 'sha1', calls)(files.map(jobOf), mayBeAlone)
  t.equal(fs.asked.open, 0, 'nothing stays open')
  const { bytes, opens } = fs.asked
  const words = known.map((know) => {
    try {
      return know() ?? 'alone'
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      return code ?? message
    }
  })
  t.equal(fs.asked.open, 0)
  return { words, digested, bytes, opens, mostOpen: fs.asked.mostOpen }
}

const pages = (bytes: number) => Math.ceil(bytes / 4096) * 4096

for (const size of [1, 100, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK - 7])
  t.test(`equal files of ${size} bytes cost one digest, and are read once`, async (t) => {
    for (const count of [2, 3, MOST_SIDE_BY_SIDE]) {
      const files = filesOf(size, ...Array(count).fill([]))
      const { words, digested, ...asked } = verdicts(files)
      t.strictSame(words, Array(count).fill(digestOf(files[0]!)))
      t.strictSame(digested, [])
      t.strictSame(asked, { bytes: count * pages(size), opens: count, mostOpen: count })
    }
  })

const SIZE = 3 * CHUNK - 7
const places = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, 2 * CHUNK, SIZE - 1]

// prettier-ignore
const classes: [files: string, want: string][] = [
  ['a',       'alone'],
  ['ab',      'alone alone'],
  ['aab',     'a a alone'],
  ['aba',     'a alone a'],
  ['baa',     'alone a a'],
  ['abb',     'alone b b'],
  ['bbaa',    'b b a a'],
  ['abab',    'a b a b'],
  ['abcabda', 'a b alone a b alone a'],
  ['abcd',    'alone alone alone alone'],
]

for (const at of places)
  t.test(`a difference at ${at} is found`, async (t) => {
    const kinds = { a: [], b: [at], c: [at, SIZE - 2], d: [at, 7] }
    for (const [letters, want] of classes) {
      const files = filesOf(SIZE, ...[...letters].map((kind) => kinds[kind as keyof typeof kinds]))
      const word = (kind: string) => kind === 'alone' ? kind : digestOf(files[letters.indexOf(kind)]!) // prettier-ignore
      const { words, digested } = verdicts(files)
      t.strictSame(words, want.split(' ').map(word), letters) // prettier-ignore
      t.strictSame(digested, [])
      t.strictSame(verdicts(files, undefined, false).words, files.map(digestOf), `${letters}, none may be alone`) // prettier-ignore
    }
  })

t.test('files that no other is like are read no further than that', async (t) => {
  t.equal(verdicts(filesOf(SIZE, [], [3])).bytes, 2 * CHUNK)
  t.equal(verdicts(filesOf(SIZE, [], [CHUNK + 3])).bytes, 4 * CHUNK)
})

t.test('who differs at the beginning is read again with those that do so, too', async (t) => {
  const { opens, mostOpen } = verdicts(filesOf(SIZE, [], [], [3], [3], [5], [5]))
  t.equal(opens, 6 + 4 + 2)
  t.equal(mostOpen, 6)
})

/** As if a call never came to its end, at each of them in turn; `act` may throw, or change what is there. */
function atEachCall(files: readonly Made[], act: (fs: MadeFiles, call: Call) => void) {
  const seen: { call: Call; words: string[] }[] = []
  for (let bad = 0, isDone = false; !isDone; bad++) {
    const fs = new MadeFiles(files)
    let calls = 0
    isDone = true
    fs.onCall = (call) => {
      if (calls++ !== bad) return
      isDone = false
      seen.push({ call, words: [] })
      act(fs, call)
    }
    const { words } = verdicts(files, fs)
    if (!isDone) seen.at(-1)!.words = words
  }
  return seen
}

t.test(
  'each call fails once: no file has a digest that is not its own, the others have theirs',
  async (t) => {
    const files = filesOf(SIZE, [], [], [2 * CHUNK], [2 * CHUNK], [2 * CHUNK, 5])
    const own = files.map(digestOf)
    const seen = atEachCall(files, () => {
      throw failure('EIO')
    })
    t.strictSame([...new Set(seen.map(({ call }) => call.name))], ['open', 'read', 'fstat', 'close']) // prettier-ignore
    for (const { call, words } of seen)
      for (const [i, word] of words.entries()) {
        const mayLack = i === 4 ? ['alone'] : `/${i}` === call.path && call.name !== 'read' ? ['EIO'] : [] // prettier-ignore
        if (![own[i], ...mayLack].includes(word)) t.fail(`${call.name} of ${call.path}: ${i} is ${word}`) // prettier-ignore
      }
    t.ok(seen.length > 40, `${seen.length} calls`)
  },
)

// prettier-ignore
const changes: [what: string, change: (fs: MadeFiles, path: string) => void][] = [
  ['its ctime moves',                      (fs, path) => fs.change(path, { ctimeNs: 5n })],
  ['it is touched',                        (fs, path) => fs.change(path, { mtimeNs: 5n, ctimeNs: 5n })],
  ['it grows',                             (fs, path) => fs.change(path, { size: SIZE + 1, mtimeNs: 5n, ctimeNs: 5n })],
  ['it grows, its times put back',         (fs, path) => fs.change(path, { size: SIZE + 1 })],
  ['it shrinks',                           (fs, path) => fs.change(path, { size: CHUNK + 5, mtimeNs: 5n, ctimeNs: 5n })],
  ['it is cut to nothing',                 (fs, path) => fs.change(path, { size: 0, mtimeNs: 5n, ctimeNs: 5n })],
  ['it is written, its mtime put back',    (fs, path) => fs.change(path, { but: { 9: 7 }, ctimeNs: 5n })],
  ['another file comes in its place',      (fs, path) => fs.replace(path, { byte: 7 })],
]

for (const [what, change] of changes)
  t.test(`at each call ${what}: no digest is of anything but what was listed`, async (t) => {
    const files = filesOf(SIZE, [], [], [])
    const own = digestOf(files[0]!)
    for (const { call, words } of atEachCall(files, (fs, { path }) => change(fs, path)))
      for (const [i, word] of words.entries()) {
        const isOther = `/${i}` !== call.path
        // Whoever changed after its last look, or before its only one, may still be proven.
        const isRight = word === own || (!isOther && /^(changed|was replaced)/.test(word))
        const isWritten = !isOther && what.startsWith('it is written')
        if (!isRight && !(isWritten && word === digestOf({ ...files[i]!, but: { 9: 7 } })))
          // prettier-ignore
          t.fail(`${call.name} of ${call.path} from ${call.from}: ${i} is ${word}`)
      }
    t.pass('all of them')
  })

t.test('while one cannot be opened, no other is alone', async (t) => {
  const files = filesOf(SIZE, [], [], [3])
  for (const gone of [0, 1, 2]) {
    const fs = new MadeFiles(files)
    fs.remove(`/${gone}`)
    const { words } = verdicts(files, fs)
    t.strictSame(words, files.map((file, i) => (i === gone ? 'ENOENT' : digestOf(file)))) // prettier-ignore
  }
})

t.test('what is not as it was listed once it was read is left to who proves it', async (t) => {
  for (const changed of [0, 1]) {
    const files = filesOf(9, [], [], [])
    const fs = new MadeFiles(files)
    fs.change(`/${changed}`, { ctimeNs: 2n }) // as a new hard link does
    const { words, digested } = verdicts(files, fs)
    t.strictSame(words, files.map(digestOf))
    t.strictSame(digested, [`/${changed}`])
  }
})

t.test(
  'a file that ends before its size says so has no digest, and stands for no other',
  async (t) => {
    for (const short of [0, 1, 2])
      for (const end of [0, 100, CHUNK, CHUNK + 100, SIZE - 1]) {
        const files = filesOf(SIZE, [], [], [])
        const fs = new MadeFiles(files)
        let path = ''
        fs.onCall = (call) => void (path = call.path)
        const readSync: ReadCalls['readSync'] = (fd, to, at, length, from) => {
          fs.fstatSync(fd)
          const bytes = path === `/${short}` ? Math.max(0, Math.min(length, end - from)) : length
          return fs.readSync(fd, to, at, bytes, from)
        }
        const { words } = verdicts(files, fs, true, { ...fs, readSync })
        t.strictSame(words, files.map((file, i) => (i === short ? 'changed while it was read' : digestOf(file)))) // prettier-ignore
      }
  },
)

t.test('so many that all descriptors are taken', async (t) => {
  const files = filesOf(70_000, ...Array(MOST_SIDE_BY_SIDE).fill([]))
  const fs = new MadeFiles(files)
  fs.onCall = ({ name }) => {
    if (name === 'open' && fs.asked.open >= 3) throw failure('EMFILE')
  }
  const { words, mostOpen } = verdicts(files, fs)
  t.strictSame(words, files.map(digestOf))
  t.equal(mostOpen, 3)
})

t.test('none, and one', async (t) => {
  t.strictSame(verdicts([]).words, [])
  const [one] = filesOf(70_000, [])
  t.strictSame(verdicts([one!], undefined, false).words, [digestOf(one!)])
})
