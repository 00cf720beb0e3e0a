import t from 'tap'
import { clearBar, progress } from '../../lib/cli/progress.js'
import { madeTerminal } from '../helper/made-terminal.js'

t.test('it counts files and bytes', async (t) => {
  const { stderr, text } = madeTerminal(true)
  const { tick, stop } = progress(stderr, true, 'hashing')
  tick(3, 2 ** 20)
  tick(4, 2 ** 20)
  stop()
  t.match(text(), 'hashing: 7 files, 2 MiB')
})

t.test('where the total is known, it shows how much of it', async (t) => {
  const { stderr, text } = madeTerminal(true)
  const { tick, stop } = progress(stderr, true, 'hashing', 8)
  tick(2)
  stop()
  t.match(text(), '25% of 8')
})

for (const [name, wanted, isTTY] of [
  ['it is not asked for', false, true],
  ['there is no terminal', true, false],
] as const)
  t.test(`nothing is shown where ${name}`, async (t) => {
    const { stderr, text } = madeTerminal(isTTY)
    const { tick, stop } = progress(stderr, wanted, 'hashing')
    tick(1)
    stop()
    t.equal(text(), '')
  })

t.test('a signal still ends the command, and leaves the terminal as it was', async (t) => {
  const listeners = () => ['SIGINT', 'SIGTERM'].map((signal) => process.listenerCount(signal))
  const before = listeners()
  const { stderr, text } = madeTerminal(true)
  const { tick, stop } = progress(stderr, true, 'hashing')
  tick(1)
  t.strictSame(listeners(), before)
  t.notMatch(text(), '\x1b[?', 'no mode of the terminal is changed')
  stop()
  t.notMatch(text(), /\x1b[78]/, 'nor does it go back over messages that came meanwhile')
})

t.test('who has something else to say takes the line away, while there is one', async (t) => {
  const { stderr, text } = madeTerminal(true)
  clearBar(stderr)
  t.equal(text(), '')
  const { tick, stop } = progress(stderr, true, 'hashing')
  tick(1)
  const drawn = text()
  clearBar(stderr)
  t.equal(text(), `${drawn}\x1b[1G\x1b[2K`)
  stop()
  const all = text()
  clearBar(stderr)
  t.equal(text(), all)
})
