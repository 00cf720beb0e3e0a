import t from 'tap'
import { DigestColumn, STATE } from '../../lib/dupes/digest-column.js'

const hex = (bytes: number, digit: string) => digit.repeat(2 * bytes)

for (const length of [16, 20, 32, 64])
  t.test(`digests of ${length} bytes`, async (t) => {
    const column = new DigestColumn(4, length)
    t.strictSame([...column.state], Array(4).fill(STATE.unread))
    column.set(0, STATE.proven, hex(length, 'a'))
    column.set(2, STATE.proven, hex(length, 'a'))
    column.set(3, STATE.proven, `${hex(length - 1, 'a')}ab`)
    t.strictSame(
      [0, 1, 2, 3].map((file) => column.hex(file)),
      [hex(length, 'a'), hex(length, '0'), hex(length, 'a'), `${hex(length - 1, 'a')}ab`],
    )
    t.ok(column.isEqual(0, 2))
    t.notOk(column.isEqual(0, 3), 'the last byte counts, too')
    t.strictSame([...column.state], [STATE.proven, STATE.unread, STATE.proven, STATE.proven])
  })

t.test('first a sample of fewer bytes, then the whole digest', async (t) => {
  const column = new DigestColumn(2, 32)
  column.set(1, STATE.sampled, hex(16, '5'))
  t.equal(column.hex(1), hex(16, '5') + hex(16, '0'))
  column.set(1, STATE.proven, hex(32, 'c'))
  t.equal(column.hex(1), hex(32, 'c'))
  t.equal(column.hex(0), hex(32, '0'), 'the neighbour is left alone')
})

t.test('without a digest only the state is another', async (t) => {
  for (const state of [STATE.failed, STATE.alone]) {
    const column = new DigestColumn(1, 16)
    column.set(0, STATE.sampled, hex(16, '5'))
    column.set(0, state, '')
    t.equal(column.hex(0), hex(16, '5'))
    t.equal(column.state[0], state)
  }
})

t.test('a digest that is shared', async (t) => {
  const column = new DigestColumn(4, 16)
  column.set(0, STATE.sampled, hex(16, '5'))
  column.set(1, STATE.proven, hex(16, 'b'))
  column.share(0, 1)
  column.share(2, 1)
  t.strictSame([0, 1, 2].map((file) => column.hex(file)), Array(3).fill(hex(16, 'b'))) // prettier-ignore
  t.strictSame([...column.state], [STATE.proven, STATE.proven, STATE.proven, STATE.unread])
  t.ok(column.isEqual(0, 2))
  t.equal(column.hash(0), column.hash(2))
})

t.test('they are compared byte by byte', async (t) => {
  const column = new DigestColumn(5000, 16)
  for (let file = 0; file < 5000; file++)
    column.set(file, STATE.proven, file.toString(16).padStart(32, '0'))
  t.ok(column.compare(255, 256) < 0)
  t.ok(column.compare(4999, 4998) > 0)
  t.equal(column.compare(7, 7), 0)
  t.equal(column.hex(4999), (4999).toString(16).padStart(32, '0'), 'also of many')
})

t.test('whatever bytes tell digests apart, their hashes do, too', async (t) => {
  for (let byte = 0; byte < 16; byte++) {
    const column = new DigestColumn(256, 32)
    for (let file = 0; file < 256; file++) {
      const digest = Buffer.alloc(16)
      digest[byte] = file
      column.set(file, STATE.sampled, digest.toString('hex'))
    }
    const hashes = new Set(Array.from({ length: 256 }, (_, file) => column.hash(file)))
    t.equal(hashes.size, 256, `byte ${byte}`)
  }
})
