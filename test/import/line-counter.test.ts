import t from 'tap'
import { LineCounter } from '../../lib/import/line-counter.js'

const text = 'a\nbb\n\nc'
const lines = [1, 1, 2, 2, 2, 3, 4, 4]

for (const size of [1, 2, 3, 5, 100])
  t.test(`each byte is on its line, in chunks of ${size}`, async (t) => {
    const counter = new LineCounter()
    for (let start = 0; start < text.length; start += size) {
      const chunk = Buffer.from(text.slice(start, start + size))
      counter.add(chunk)
      for (let at = start; at < start + chunk.length; at++)
        t.equal(counter.lineAt(at), lines[at], `byte ${at}`)
    }
    t.equal(counter.lineAt(Infinity), 4)
  })

t.test('not every byte need be asked for, nor each chunk', async (t) => {
  const counter = new LineCounter()
  for (const chunk of ['a\nb', 'b\n', '\nc']) counter.add(Buffer.from(chunk))
  t.equal(counter.lineAt(7), 4)
  t.equal(counter.lineAt(2), 4, 'it does not go back')
})
