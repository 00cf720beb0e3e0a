import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { searchWatch } from '../../lib/cli/search-watch.js'
import { madeTerminal } from '../helper/made-terminal.js'

t.test('files first, then bytes, then nothing', async (t) => {
  const { stderr, text } = madeTerminal(true)
  const { onWalked, onPlan, stop } = searchWatch(stderr, true)
  onWalked(3)
  onWalked(4)
  const shown = async (some: string) => {
    while (!text().includes(some)) await setTimeout(20)
  }
  let read = 0
  onPlan(10 * 2 ** 20, () => read)
  t.match(text(), 'looking: ')
  read = 5 * 2 ** 20
  await shown('50% of 10 MiB')
  onPlan(10 * 2 ** 20, () => read)
  await shown('25% of 20 MiB')
  const before = text().length
  stop()
  const said = text()
  t.match(said.slice(before), /\x1b\[\d*K/, 'the line is taken away')
  await setTimeout(300)
  t.equal(text(), said, 'nothing is drawn any more')
})

for (const [what, isTTY, wanted] of [
  ['there is no terminal', false, true],
  ['it is not wanted', true, false],
] as const)
  t.test(`nothing is drawn where ${what}`, async (t) => {
    const { stderr, text } = madeTerminal(isTTY)
    const { onWalked, onPlan, stop } = searchWatch(stderr, wanted)
    onWalked(1)
    onPlan(1, () => 0)
    stop()
    t.equal(text(), '')
  })
