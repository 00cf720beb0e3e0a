import t from 'tap'
import { Interned } from '../../lib/group/interned.js'

t.test('a number for each text, in the order of their coming', async (t) => {
  const texts = new Interned()
  t.strictSame(
    ['b', 'a', 'b', '', 'a'].map((text) => texts.numberOf(text)),
    [0, 1, 0, 2, 1],
  )
  t.strictSame(
    [0, 1, 2].map((number) => texts.textOf(number)),
    ['b', 'a', ''],
  )
})

t.test('ranks are places in sorted order', async (t) => {
  const texts = new Interned()
  for (const text of ['c', 'a', 'd', 'b']) texts.numberOf(text)
  t.strictSame(texts.ranks(), [2, 0, 3, 1])
  t.strictSame(new Interned().ranks(), [])
})
