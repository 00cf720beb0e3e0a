import { PassThrough } from 'node:stream'
import t from 'tap'
import { progress } from '../../lib/cli/progress.js'

function terminal(isTTY: boolean) {
  const stream = Object.assign(new PassThrough(), {
    isTTY,
    columns: 80,
    cursorTo: () => true,
    clearLine: () => true,
    moveCursor: () => true,
  })
  return { stream, said: () => String(stream.read() ?? '') }
}

// prettier-ignore
const silent: [name: string, isTTY: boolean, wanted: boolean][] = [
  ['a file gets no progress',     false, true],
  ['nor who wants to be quiet',   true,  false],
]

for (const [name, isTTY, wanted] of silent)
  t.test(name, async (t) => {
    const { stream, said } = terminal(isTTY)
    const bar = progress(stream, wanted, 'reading', 2)
    bar.tick(1, 100)
    bar.stop()
    t.equal(said(), '')
  })

t.test('a terminal does, without colour', async (t) => {
  const { stream, said } = terminal(true)
  const bar = progress(stream, true, 'reading', 4)
  bar.tick(1, 3 * 2 ** 20)
  bar.stop()
  const text = said()
  t.match(text, /reading .*25% of 4, 3 MiB/)
  t.notMatch(text, /\x1b\[\d*m/)
})

t.test('with no total there is a count', async (t) => {
  const { stream, said } = terminal(true)
  const bar = progress(stream, true, 'reading')
  bar.tick(7)
  bar.stop()
  t.match(said(), /reading: 7 files/)
})
