import t from 'tap'
import { BLOCK_BYTES, SIGNATURE_BYTES, writeSignature } from '../../lib/prefix/signature.js'
import { randomFrom } from '../helper/random.js'

/** Of the first `bytes` bytes; what lies behind them must not matter. */
function signature(content: Buffer, bytes = content.length, behind = 0): Buffer {
  const block = Buffer.from(new ArrayBuffer(BLOCK_BYTES)).fill(behind)
  content.copy(block, 0, 0, bytes)
  const into = Buffer.alloc(SIGNATURE_BYTES + 20, 0xee)
  const written = writeSignature(block, new Uint32Array(block.buffer), bytes, into, 7)
  const around = Buffer.concat([into.subarray(0, 7), into.subarray(7 + written)])
  if (around.some((byte) => byte !== 0xee)) throw new Error('it wrote where it should not')
  return into.subarray(7, 7 + written)
}

function noise(random: () => number, bytes = BLOCK_BYTES): Buffer {
  const content = Buffer.alloc(bytes)
  for (let i = 0; i < bytes; i++) content[i] = random() * 256
  return content
}

/** Lengths from which on a signature is longer: the first bytes, one by one, and offsets. */
const offsets: number[] = []
{
  const block = noise(randomFrom(1))
  for (let bytes = 1, last = 0; bytes <= BLOCK_BYTES; bytes++) {
    const { length } = signature(block, bytes)
    if (length > last) offsets.push(bytes)
    last = length
  }
}

t.test('a whole block has a whole signature, which says what it says', async (t) => {
  t.equal(signature(noise(randomFrom(2))).length, SIGNATURE_BYTES)
  t.equal(offsets.length, SIGNATURE_BYTES, 'a byte at each offset')
  t.equal(offsets.at(-1), BLOCK_BYTES)
  t.equal(signature(Buffer.alloc(0)).length, 0)
})

t.test('short files stand in it as they are', async (t) => {
  for (let bytes = 1; bytes <= 16; bytes++) {
    const content = noise(randomFrom(bytes), bytes)
    t.strictSame(signature(content), content)
  }
})

t.test('it is the beginning of that of any file that goes on, around each offset', async (t) => {
  const random = randomFrom(3)
  const wrong: number[] = []
  for (const offset of offsets)
    for (const bytes of [offset - 1, offset, offset + 1].filter(
      (n) => n >= 0 && n <= BLOCK_BYTES,
    )) {
      const whole = noise(random)
      const short = signature(whole, bytes, Math.floor(random() * 256))
      if (!signature(whole).subarray(0, short.length).equals(short)) wrong.push(bytes)
    }
  t.strictSame(wrong, [])
})

t.test('equal beginnings: equal up to the last offset that they reach', async (t) => {
  const random = randomFrom(4)
  const wrong: string[] = []
  for (let round = 0; round < 2000; round++) {
    const same = Math.floor(random() ** 2 * (BLOCK_BYTES + 1))
    const start = noise(random, same)
    const [a, b] = [0, 1].map(() => {
      const rest = noise(random, Math.floor(random() * (BLOCK_BYTES + 1 - same)))
      return signature(Buffer.concat([start, rest]))
    })
    const reached = offsets.filter((offset) => offset <= same).length
    if (!a!.subarray(0, reached).equals(b!.subarray(0, reached))) wrong.push(`${same}`)
  }
  t.strictSame(wrong, [])
})

t.test('files that are unlike from some byte on are told apart, nearly always', async (t) => {
  const random = randomFrom(5)
  let told = 0
  const rounds = 4000
  for (let round = 0; round < rounds; round++) {
    const same = Math.floor(random() ** 2 * (BLOCK_BYTES - 64))
    const start = noise(random, same)
    const both = [0, 1].map(() =>
      signature(Buffer.concat([start, noise(random, BLOCK_BYTES - same)])),
    )
    if (!both[0]!.equals(both[1]!)) told++
  }
  t.ok(told >= 0.98 * rounds, `${told} of ${rounds}`)
})

t.test('another bit at the start of a stretch shows, if not always', async (t) => {
  const random = randomFrom(6)
  let told = 0
  for (const offset of [0, ...offsets.filter((offset) => offset >= 16 && offset < BLOCK_BYTES)])
    for (let bit = 0; bit < 8; bit++) {
      const whole = noise(random)
      const other = Buffer.from(whole)
      other[offset]! ^= 1 << bit
      if (!signature(whole).equals(signature(other))) told++
    }
  const all = 8 * (1 + offsets.filter((offset) => offset >= 16 && offset < BLOCK_BYTES).length)
  t.ok(told >= 0.95 * all, `${told} of ${all}`)
})
