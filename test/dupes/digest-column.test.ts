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
    t.notOk(column.isEqual(0, 1))
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

t.test('columns: the first 16 bytes', async (t) => {
  const column = new DigestColumn(3, 20)
  const words = () => [0, 1, 2].map((file) => column.columns.map((words) => words[file]))
  column.set(0, STATE.proven, '00000001ffffffff8000000000000002aaaaaaaa')
  column.set(2, STATE.proven, 'ffffffff00000000ffffffff00000000bbbbbbbb')
  t.strictSame(words(), [
    [1, 2 ** 32 - 1, 2 ** 31, 2],
    [0, 0, 0, 0],
    [2 ** 32 - 1, 0, 2 ** 32 - 1, 0],
  ])
  column.set(0, STATE.proven, hex(20, '0'))
  t.strictSame(words()[0], [0, 0, 0, 0], 'also when there were others before')
})
