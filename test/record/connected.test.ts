import t from 'tap'
import { connected } from '../../lib/record/connected.js'
import { pick, randomFrom } from '../helper/random.js'

// prettier-ignore
const cases: [name: string, items: string[], want: string][] = [
  ['none',                          [],                                     ''],
  ['one',                           ['ab'],                                 'ab'],
  ['one without a key',             ['', ''],                               '|'],
  ['two that share nothing',        ['ab', 'cd'],                           'ab|cd'],
  ['two that share a key',          ['ab', 'bc'],                           'ab bc'],
  ['through a third',               ['ab', 'cd', 'bc'],                     'ab cd bc'],
  ['a key of its own twice',        ['aa', 'b'],                            'aa|b'],
  ['in the order of the list',      ['zy', 'ab', 'xz', 'b'],                'zy xz|ab b'],
  ['two parts that are joined late', ['a', 'b', 'c', 'd', 'ab', 'cd', 'bd'], 'a b c d ab cd bd'],
]

const text = (items: string[]) =>
  connected(items, (item) => item)
    .map((part) => part.join(' '))
    .join('|')

for (const [name, items, want] of cases)
  t.test(name, async (t) => {
    t.equal(text(items), want)
  })

t.test('random lists: nothing is shared between parts, and none could be cut', async (t) => {
  const random = randomFrom(3)
  for (let time = 0; time < 300; time++) {
    const key = () => pick([...'abcdefghijklmnop'], random)
    const items = Array.from({ length: Math.floor(random() * 12) }, () => key() + key())
    const parts = connected(items, (item) => item)
    t.strictSame(parts.flat().sort(), items.toSorted())
    for (const part of parts) {
      const others = new Set(
        parts
          .filter((other) => other !== part)
          .flat()
          .join(''),
      )
      t.notOk([...part.join('')].some((key) => others.has(key)))
      const reached = new Set(part[0])
      for (const _ of part)
        for (const item of part) if ([...item].some((key) => reached.has(key))) for (const key of item) reached.add(key) // prettier-ignore
      t.ok(part.every((item) => reached.has(item[0]!)))
    }
  }
})
