import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import t from 'tap'
import { factsOf } from '../../lib/prefix/facts.js'
import { firstBlockReader } from '../../lib/prefix/first-block.js'
import { SIGNATURE_BYTES } from '../../lib/prefix/signature.js'
import { CountedReads } from '../helper/counted-reads.js'
import { Scratch } from '../helper/scratch.js'

const BLOCK = 4096
const TAIL = 256 * 1024

/** `x`s, and zeros behind them. */
const padded = (bytes: number, zeros: number) =>
  Buffer.concat([Buffer.alloc(bytes, 'x'), Buffer.alloc(zeros)])

function look(content: Buffer, trimsZeros: boolean) {
  const reads = new CountedReads([['/f', content]])
  const into = Buffer.alloc(SIGNATURE_BYTES + 3)
  const seen = firstBlockReader(reads, trimsZeros)(factsOf(reads.records()[0]!), into, 3)
  t.equal(reads.open, 0)
  return { ...seen, signature: into.subarray(3, 3 + seen.signatureBytes), bytes: reads.bytes }
}

// prettier-ignore
const tails: [name: string, bytes: number, zeros: number, length: number][] = [
  ['no zeros',                           9,           0,            9],
  ['one zero',                           9,           1,            9],
  ['a small file',                       9,           900,          9],
  ['only zeros stay as they are',        0,           900,          900],
  ['a whole block of zeros',             0,           BLOCK,        BLOCK],
  ['zeros from the second block on',     BLOCK,       BLOCK,        BLOCK],
  ['one byte more',                      BLOCK + 1,   BLOCK,        BLOCK + 1],
  ['one zero more',                      BLOCK - 1,   BLOCK + 1,    BLOCK - 1],
  ['no zeros at the end of a long one',  5 * TAIL,    0,            5 * TAIL],
  ['a long tail',                        100,         3 * TAIL,     100],
  ['it ends where a read does',          10 * BLOCK,  BLOCK + TAIL, 10 * BLOCK],
  ['one byte before',                    10 * BLOCK,  BLOCK + TAIL - 1, 10 * BLOCK],
  ['one byte behind',                    10 * BLOCK,  BLOCK + TAIL + 1, 10 * BLOCK],
  ['only zeros, many',                   0,           3 * TAIL + 7, 3 * TAIL + 7],
]

for (const [name, bytes, zeros, length] of tails)
  t.test(name, async (t) => {
    const content = padded(bytes, zeros)
    t.equal(look(content, true).length, length)
    t.equal(look(content, false).length, bytes + zeros)
    const plain = look(content.subarray(0, length), false)
    t.strictSame(look(content, true).signature, plain.signature, 'the signature knows no cut zeros')
  })

t.test(
  'one block is read of a large file, and another at its end where zeros may be',
  async (t) => {
    t.equal(look(padded(5 * TAIL, 0), false).bytes, BLOCK)
    t.equal(look(padded(5 * TAIL, 0), true).bytes, 2 * BLOCK)
  },
)

t.test('one reader reads many: nothing is left of the file before', async (t) => {
  const contents = [padded(5000, 0), padded(3, 0), padded(40, 0)]
  const reads = new CountedReads(contents.map((content, i) => [`/${i}`, content]))
  const read = firstBlockReader(reads, false)
  for (const [i, record] of reads.records().entries()) {
    const into = Buffer.alloc(SIGNATURE_BYTES)
    const { signatureBytes } = read(factsOf(record), into, 0)
    t.strictSame(into.subarray(0, signatureBytes), look(contents[i]!, false).signature)
  }
})

const eio = Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' })

for (const trims of [false, true])
  t.test(`a failing read, trimming: ${trims}`, async (t) => {
    const reads = new CountedReads([['/f', padded(9000, 9)]])
    reads.onRead = () => {
      throw eio
    }
    const read = firstBlockReader(reads, trims)
    t.throws(() => read(factsOf(reads.records()[0]!), Buffer.alloc(SIGNATURE_BYTES), 0), {
      code: 'EIO',
    })
    t.equal(reads.open, 0)
  })

const NOT_REGULAR = 'is no longer a regular file'
const SINCE = 'changed since it was listed'

// prettier-ignore
const since: [name: string, change: (path: Buffer) => void, want: string][] = [
  ['it is there',        () => {},                                                           'seen'],
  ['a FIFO',             (path) => { fs.unlinkSync(path); spawnSync('mkfifo', [String(path)]) }, NOT_REGULAR],
  ['a directory',        (path) => { fs.unlinkSync(path); fs.mkdirSync(path) },              NOT_REGULAR],
  ['a symlink',          (path) => { fs.renameSync(path, `${path}2`); fs.symlinkSync(`${path}2`, path) }, 'ELOOP'],
  ['nothing',            (path) => fs.unlinkSync(path),                                      'ENOENT'],
  ['it is shorter',      (path) => fs.truncateSync(path, 5),                                 SINCE],
  ['it is empty',        (path) => fs.truncateSync(path, 0),                                 SINCE],
]

for (const [name, change, want] of since)
  t.test(`by now in its place: ${name}`, async (t) => {
    const scratch = new Scratch(t)
    const record = scratch.write('f', padded(6000, 0))
    change(scratch.at('f'))
    t.equal(
      outcome(() => firstBlockReader(fs, false)(factsOf(record), Buffer.alloc(SIGNATURE_BYTES), 0)),
      want,
    )
  })

function outcome(work: () => unknown): string {
  try {
    work()
    return 'seen'
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return code ?? message
  }
}
