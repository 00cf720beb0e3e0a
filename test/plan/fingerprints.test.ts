import t from 'tap'
import { Fingerprints } from '../../lib/plan/fingerprints.js'

t.test('texts are new, until one comes twice', async (t) => {
  const prints = new Fingerprints(5)
  for (const text of ['', 'a', 'b', 'ab', 'ba']) t.ok(prints.add(text), text)
  for (const text of ['ba', '', 'a']) t.notOk(prints.add(text), text)
})

t.test('none of many texts is taken for another', async (t) => {
  const prints = new Fingerprints(200_000)
  const texts = Array.from({ length: 200_000 }, (_, i) => `/dir ${i % 100}/é${i}`)
  t.equal(texts.filter((text) => !prints.add(text)).length, 0)
  t.equal(texts.filter((text) => prints.add(text)).length, 0)
})

t.test('more texts than there is room for may have come before, and it ends', async (t) => {
  const prints = new Fingerprints(2)
  const added = Array.from({ length: 100 }, (_, i) => prints.add(String(i)))
  t.ok(added.includes(false))
})
