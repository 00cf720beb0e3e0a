import t from 'tap'
import { BitList } from '../../lib/group/bit-list.js'

t.test('gives back what was pushed, also past what it started with', async (t) => {
  const bits = new BitList()
  const isYes = (i: number) => i % 3 === 0 || i % 7 === 2
  for (let i = 0; i < 20_000; i++) bits.push(isYes(i))
  const wrong = Array.from({ length: 20_000 }, (_, i) => i).filter((i) => bits.at(i) !== isYes(i))
  t.strictSame(wrong, [])
})
