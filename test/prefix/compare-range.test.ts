import t from 'tap'
import { compareRange } from '../../lib/prefix/compare-range.js'
import { CountedReads } from '../helper/counted-reads.js'
import { lines } from '../helper/listed.js'

const CHUNK = 256 * 1024
const SIZE = 3 * CHUNK + 10

/** `x`s, with one byte another. */
function except(at: number, byte = 'y'): Buffer {
  const bytes = Buffer.alloc(SIZE, 'x')
  bytes.write(byte, at)
  return bytes
}

const plain = Buffer.alloc(SIZE, 'x')
const zeros = Buffer.alloc(SIZE)
const text = except(SIZE - 1, '\n')
const zerosButLast = Buffer.concat([Buffer.alloc(SIZE - 1), Buffer.of(7)])

type Case = [name: string, a: Buffer, b: Buffer, from: number, to: number, want: string]

// prettier-ignore
const cases: Case[] = [
  ['equal',                              plain, plain,                0,            SIZE,      'equal'],
  ['equal, a part',                      plain, plain,                4097,         CHUNK,     'equal'],
  ['the first byte',                     plain, except(0),            0,            SIZE,      'unlike'],
  ['the last byte',                      plain, except(SIZE - 1),     0,            SIZE,      'unlike'],
  ['the last byte of a chunk',           plain, except(CHUNK - 1),    0,            SIZE,      'unlike'],
  ['the first of the next',              plain, except(CHUNK),        0,            SIZE,      'unlike'],
  ['before the range',                   plain, except(99),           100,          SIZE,      'equal'],
  ['the first of the range',             plain, except(100),          100,          SIZE,      'unlike'],
  ['the last of the range',              plain, except(CHUNK + 5),    100,          CHUNK + 6, 'unlike'],
  ['behind the range',                   plain, except(CHUNK + 6),    100,          CHUNK + 6, 'equal'],
  ['zeros',                              zeros, zeros,                0,            SIZE,      'equal zeros'],
  ['zeros but for the last byte',        zerosButLast, zerosButLast,  0,            SIZE,      'equal'],
  ['zeros in the range',                 zerosButLast, zerosButLast,  5,            SIZE - 1,  'equal zeros'],
  ['text at the end',                    text,  text,                 0,            SIZE,      'equal text'],
  ['text, and the range ends before',    text,  text,                 0,            SIZE - 1,  'equal'],
  ['the end of text',                    text,  text,                 SIZE - 4096,  SIZE,      'equal text'],
  ['one goes on',                        plain, plain.subarray(0, CHUNK), 0,        CHUNK,     'equal'],
  ['one is too short',                   plain, plain.subarray(0, CHUNK), 0,        CHUNK + 1, 'unlike; 1 changed while it was read'],
]

for (const [name, a, b, from, to, want] of cases)
  t.test(name, async (t) => {
    const fs = new CountedReads([
      ['/a', a],
      ['/b', b],
    ])
    t.equal(inWords(compareRange({ lines: Buffer.from(lines(fs.records())), from, to }, fs)), want)
    t.equal(fs.open, 0)
  })

t.test('it ends with the first chunk that differs', async (t) => {
  const fs = new CountedReads([
    ['/a', plain],
    ['/b', except(CHUNK + 1)],
  ])
  compareRange({ lines: Buffer.from(lines(fs.records())), from: 0, to: SIZE }, fs)
  t.equal(fs.bytes, 4 * CHUNK)
})

for (const [path, place] of [
  ['/a', 0],
  ['/b', 1],
] as const)
  t.test(`${path} cannot be read`, async (t) => {
    const fs = new CountedReads([
      ['/a', plain],
      ['/b', plain],
    ])
    const eio = Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' })
    fs.onRead = (name) => {
      if (name === path) throw eio
    }
    const range = { lines: Buffer.from(lines(fs.records())), from: 0, to: SIZE }
    t.equal(inWords(compareRange(range, fs)), `unlike; ${place} EIO`)
    t.equal(fs.open, 0)
  })

function inWords({ isEqual, isZero, isText, failures }: ReturnType<typeof compareRange>): string {
  const kind = isEqual ? `equal${isZero ? ' zeros' : ''}${isText ? ' text' : ''}` : 'unlike'
  return [kind, ...failures.map(({ file, code, message }) => `${file} ${code || message}`)].join(
    '; ',
  )
}
