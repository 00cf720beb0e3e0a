import t from 'tap'
import type { Job } from '../../lib/digest/read-digest.js'
import { isShort, SAMPLE_BYTES, sampledBytes, sampler } from '../../lib/dupes/sample.js'
import type { ReadCalls } from '../../lib/fs/listed-file.js'
import { failure, made, MadeFiles, type Made } from '../helper/made-files.js'

const [PAGE, SHORT, LONG] = [4096, 65_536, 16 * 2 ** 20]

const jobOf = ({ path, size, ino, uid, mtimeNs, ctimeNs }: Made): Job => ({ path, size, ino, uid, mtimeNs, ctimeNs }) // prettier-ignore

/** The sample of a file, and where it was looked at. */
function look(fields: Partial<Made>, wrap = (fs: ReadCalls) => fs) {
  const file = made('/f', fields)
  const fs = new MadeFiles([file])
  const reads: number[] = []
  fs.onCall = ({ name, from }) => void (name === 'read' && reads.push(from))
  const hex = sampler(wrap(fs))(jobOf(file))
  t.equal(fs.asked.open, 0, 'it is closed')
  return { hex, reads, bytes: fs.asked.bytes }
}

// prettier-ignore
const sizes: [size: number, isShort: boolean, places: number[], bytes: number][] = [
  [0,             true,  [],                                           0],
  [1,             true,  [0],                                          1],
  [PAGE - 1,      true,  [0],                                          PAGE - 1],
  [PAGE,          true,  [0],                                          PAGE],
  [PAGE + 1,      true,  [0],                                          PAGE],
  [SHORT - 1,     true,  [0],                                          PAGE],
  [SHORT,         true,  [0],                                          PAGE],
  [SHORT + 1,     false, [0, SHORT + 1 - PAGE],                        2 * PAGE],
  [LONG - 1,      false, [0, LONG - 1 - PAGE],                         2 * PAGE],
  [LONG,          false, [0, LONG / 4, LONG / 2, 3 * LONG / 4, LONG - PAGE], 5 * PAGE],
  [LONG + 3,      false, [0, LONG / 4, LONG / 2, 3 * LONG / 4, LONG + 3 - PAGE], 5 * PAGE],
  [LONG + 4 * PAGE - 4, false, [0, LONG / 4, LONG / 2 + PAGE, 3 * LONG / 4 + 2 * PAGE, LONG + 3 * PAGE - 4], 5 * PAGE],
]

for (const [size, short, places, bytes] of sizes)
  t.test(`${size} bytes: where it is looked at`, async (t) => {
    t.equal(isShort(size), short)
    t.equal(sampledBytes(size), bytes)
    const { hex, reads } = look({ size })
    t.strictSame(reads, places)
    t.match(hex, new RegExp(`^[0-9a-f]{${2 * SAMPLE_BYTES}}$`))
    for (const at of places)
      for (const place of [at, Math.min(size, at + PAGE) - 1]) {
        if (short && place > 63 && place < PAGE - 4 && place < size - 4) continue // a few words tell enough
        t.not(look({ size, but: { [place]: 9 } }).hex, hex, `a difference at ${place}`)
      }
  })

t.test('up to 192 bytes a difference anywhere is noticed', async (t) => {
  const missed: string[] = []
  for (const size of [...Array(70).keys(), 188, 189, 190, 191, 192]) {
    const seen = new Set([look({ size }).hex])
    for (let at = 0; at < size; at++) seen.add(look({ size, but: { [at]: 9 } }).hex)
    if (seen.size !== size + 1) missed.push(`${size}: ${seen.size}`)
  }
  t.strictSame(missed, [])
})

t.test('one sampler, many files: nothing is left of the one before', async (t) => {
  const files = [5000, 3, 70_000, 1, 2, 300, LONG, 7].map((size, i) => made(`/${i}`, { size, byte: i + 1 })) // prettier-ignore
  const fs = new MadeFiles(files)
  const sample = sampler(fs)
  for (const file of [...files, ...files.toReversed()])
    t.equal(sample(jobOf(file)), look({ size: file.size, byte: file.byte }).hex, `${file.size}`)
})

t.test('short reads are not the end', async (t) => {
  const few = (fs: ReadCalls): ReadCalls => ({
    ...fs,
    readSync: (fd, to, at, length, from) => fs.readSync(fd, to, at, Math.min(length, 1000), from),
  })
  for (const size of [1, 999, 1001, PAGE, SHORT + 1, LONG + 5]) {
    const but = { 0: 3, [size - 1]: 4 }
    t.equal(look({ size, but }, few).hex, look({ size, but }).hex, `${size}`)
  }
})

const MEANWHILE = 'changed while it was read'
const REPLACED = 'was replaced by another file since it was listed'
const SINCE = 'changed since it was listed'

// prettier-ignore
const troubles: [name: string, act: (fs: MadeFiles, reads: number) => void, want: string][] = [
  ['its first page cannot be read', (_, reads) => { if (reads === 1) throw failure('EIO') },              'EIO'],
  ['its last page cannot be read',  (_, reads) => { if (reads === 2) throw failure('EIO') },              'EIO'],
  ['it is shorter',                 (fs) => fs.change('/f', { size: 10 }),                                SINCE],
  ['it is empty',                   (fs) => fs.change('/f', { size: 0 }),                                 SINCE],
  ['it has shrunk when its end is read', (fs, reads) => { if (reads === 2) fs.change('/f', { size: PAGE }) }, SINCE],
  ['another inode, and unreadable', (fs) => { fs.change('/f', { ino: 5n }); throw failure('EIO') },       REPLACED],
]

for (const [name, act, want] of troubles)
  t.test(`${name}: no sample, and nothing stays open`, async (t) => {
    const file = made('/f', { size: SHORT + 1 })
    const fs = new MadeFiles([file])
    let reads = 0
    fs.onCall = ({ name }) => void (name === 'read' && act(fs, ++reads))
    t.equal(failed(fs, file), want)
    t.equal(fs.asked.open, 0)
  })

t.test('a file system whose size lags behind', async (t) => {
  const file = made('/f', { size: 100 })
  const fs = new MadeFiles([file])
  t.equal(failed({ ...fs, readSync: () => 0 }, file), MEANWHILE)
  t.equal(fs.asked.open, 0)
})

t.test('it is gone, or closed to us', async (t) => {
  const file = made('/f')
  t.equal(failed(new MadeFiles([]), file), 'ENOENT')
  const fs = new MadeFiles([file])
  fs.onCall = () => {
    throw failure('EACCES')
  }
  t.equal(failed(fs, file), 'EACCES')
})

/** The code of the error, or its message where it has none. */
function failed(fs: ReadCalls, file: Made): string {
  try {
    return `no failure: ${sampler(fs)(jobOf(file))}`
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return code ?? message
  }
}
