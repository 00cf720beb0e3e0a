import t from 'tap'
import { Frame, newSlab, WORD } from '../../lib/group/frame.js'
import { frameBytes, writeFrame, type Content, type Place } from '../../lib/group/write-frame.js'

const LINE = Buffer.from('..{"path":"/a/b","hash":"abcdef"}..')

const PLACE: Place = { nameAt: 9, bytes: LINE, from: 2, to: 33, cutFrom: 33, cutTo: 33 }
const CUT: Place = { ...PLACE, cutFrom: 16, cutTo: 32 }

const CONTENT: Content = {
  volume: 1,
  machine: 0,
  ino: '5',
  size: 77,
  kind: 3,
  digest: '',
  digestAt: -1,
  name: '/a/b',
  place: PLACE,
}

/** Write among bytes that are not zero, as in memory that is used again. */
function write(fields: Partial<Content>): Frame {
  const content = { ...CONTENT, ...fields }
  const bytes = frameBytes(content)
  const slab = newSlab(bytes + 8)
  slab.bytes.fill(0xee)
  writeFrame(slab, 1, content)
  t.equal(slab.bytes.readUInt32LE(0), 0xeeeeeeee, 'nothing is written before the frame')
  t.equal(slab.bytes.readUInt32LE(bytes + 4), 0xeeeeeeee, 'nothing is written behind the frame')
  const frame = new Frame().set(slab, 1)
  t.equal(frame.end - frame.start, bytes, 'the frame knows its length')
  return frame
}

const text = ({ bytes }: Frame, from: number, to: number) => bytes.toString('latin1', from, to)
const line = (frame: Frame) => text(frame, frame.lineStart, frame.lineEnd)
const name = (frame: Frame) => text(frame, frame.nameStart, frame.nameEnd)

// prettier-ignore
const lines: [what: string, fields: Partial<Content>, line: string, name: string][] = [
  ['a line as it came',         {},                                            '{"path":"/a/b","hash":"abcdef"}', '/a/b'],
  ['a line with a part cut',    { place: CUT },                                '{"path":"/a/b"}', '/a/b'],
  ['a long rest after the cut', { place: { ...CUT, cutFrom: 3, cutTo: 3 } },   '{"path":"/a/b","hash":"abcdef"}', '/a/b'],
  ['a name that is not in it',  { name: '/\xff\n', place: { ...PLACE, nameAt: -1 } }, '{"path":"/a/b","hash":"abcdef"}', '/\xff\n'],
  ['both',                      { name: '/\xff\n', place: { ...CUT, nameAt: -1 } },   '{"path":"/a/b"}', '/\xff\n'],
]

for (const [what, fields, wantLine, wantName] of lines)
  t.test(what, async (t) => {
    const frame = write(fields)
    t.equal(line(frame), wantLine)
    t.equal(name(frame), wantName)
  })

for (const digest of ['', 'ab', 'abcdef', 'abcdef0123', '00ff'.repeat(16), 'a1'.repeat(63)])
  t.test(`the digest "${digest}"`, async (t) => {
    const typed = write({ digest })
    const found = write({
      digest,
      digestAt: 3,
      place: { ...PLACE, bytes: Buffer.from(`...${digest}...`.padEnd(40)) },
    })
    for (const frame of [typed, found]) {
      t.equal(frame.bytes.toString('hex', frame.digestStart, frame.digestEnd), digest)
      const rest = frame.bytes.subarray(frame.digestEnd, frame.lineStart)
      t.ok(
        rest.every((byte) => byte === 0),
        'filled with zeros',
      )
    }
  })

t.test('one path has another hash on each machine', async (t) => {
  const machines = [...Array.from({ length: 1000 }, (_, i) => i), 2 ** 31, 2 ** 32 - 1]
  for (const path of ['/', '/a/b', 'é'.repeat(200)]) {
    const name = Buffer.from(path).toString('latin1')
    const place = { ...PLACE, nameAt: -1 }
    const hashes = machines.map((machine) => write({ name, place, machine }).word(WORD.nameHash))
    t.equal(new Set(hashes).size, machines.length)
  }
})

// prettier-ignore
const inodes: [ino: string, high: number, low: number][] = [
  ['0',                    0,          0],
  ['5',                    0,          5],
  ['4294967295',           0,          0xffffffff],
  ['4294967296',           1,          0],
  ['999999999999999',      232830,     2764472319],
  ['1000000000000000',     232830,     2764472320],
  ['18446744073709551615', 0xffffffff, 0xffffffff],
]

for (const [ino, high, low] of inodes)
  t.test(`inode ${ino}`, async (t) => {
    const frame = write({ ino })
    t.strictSame([frame.word(WORD.inoHigh), frame.word(WORD.inoLow)], [high, low])
  })

for (const size of [0, 1, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1])
  t.test(`size ${size}`, async (t) => t.equal(write({ size }).size, size))

t.test('numbers of device and kind', async (t) => {
  const frame = write({ volume: 70_000, kind: 70_001 })
  t.strictSame([frame.word(WORD.volume), frame.word(WORD.kind)], [70_000, 70_001])
})

t.test('equal names have equal hashes, wherever they stand', async (t) => {
  const hash = (fields: Partial<Content>) => write(fields).word(WORD.nameHash)
  const apart = { ...PLACE, nameAt: -1 }
  t.equal(hash({}), hash({ place: apart }))
  t.not(hash({ place: apart }), hash({ name: '/a/c', place: apart }))
})
