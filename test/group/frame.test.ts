import t from 'tap'
import { digestRoom, Frame, newSlab, toWord, WORD } from '../../lib/group/frame.js'

t.test('bytes are rounded up to words', async (t) => {
  t.strictSame([0, 1, 4, 5, 500 * 2 ** 20 + 1].map(toWord), [0, 4, 4, 8, 500 * 2 ** 20 + 4])
})

t.test('a digest takes two words at least, or none', async (t) => {
  t.strictSame([0, 1, 4, 8, 9, 32].map(digestRoom), [0, 8, 8, 8, 12, 32])
})

/** A frame at word `at`, written by hand: a digest of 3 bytes, a line of 9, the name in it. */
function written(at: number): Frame {
  const slab = newSlab(4 * (at + WORD.digest) + 8 + 12)
  const fields = [9, 1, 2, 3, 2 ** 21 - 1, 2 ** 32 - 1 - 77, 6, 3, 44 + 8 + 2, 4, 10]
  for (const [i, value] of fields.entries()) slab.words[at + i] = value
  slab.bytes.write('abc\0\0\0\0\0{"/a/b":}', 4 * at + 44, 'latin1')
  return new Frame().set(slab, at)
}

for (const at of [0, 5])
  t.test(`a window shows the parts of a frame at word ${at}`, async (t) => {
    const frame = written(at)
    const part = (from: number, to: number) => frame.bytes.toString('latin1', from, to)
    t.equal(frame.start, 4 * at)
    t.equal(frame.end - frame.start, 44 + 8 + 12)
    t.equal(frame.word(WORD.volume), 1)
    t.equal(frame.word(WORD.nameHash), 10)
    t.equal(frame.size, 77)
    t.equal(part(frame.digestStart, frame.digestEnd), 'abc')
    t.equal(part(frame.lineStart, frame.lineEnd), '{"/a/b":}')
    t.equal(part(frame.nameStart, frame.nameEnd), '/a/b')
  })

t.test('a name that stands behind the line belongs to the frame', async (t) => {
  const frame = written(0)
  const { bytes, words } = newSlab(44 + 8 + 12 + 4)
  frame.bytes.copy(bytes)
  words[WORD.nameAt] = 44 + 8 + 9
  words[WORD.nameBytes] = 6
  const moved = frame.set({ bytes, words }, 0)
  t.equal(moved.end, 44 + 8 + 16)
  t.equal(moved.lineEnd, moved.nameStart)
})
