import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { Interrupted } from '../../lib/cli/exit.js'
import { onSignals } from '../../lib/cli/signals.js'

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const listeners = () => [...ENDING, 'SIGIO' as const].map((name) => process.listenerCount(name))

for (const [name, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
  ['SIGHUP', 1],
] as const)
  t.test(`${name} is answered once`, async (t) => {
    const before = listeners()
    const stops: number[] = []
    const signals = onSignals((signal) => stops.push(signal))
    t.doesNotThrow(() => signals.check('not yet'))
    process.emit(name, name)
    t.strictSame(
      listeners().slice(0, 3),
      before.slice(0, 3).map((count, i) => count + Number(ENDING[i] === name)),
      'another one is left to the system',
    )
    process.emit(name, name)
    t.strictSame(stops, [number], 'it came twice')
    while (process.listenerCount(name) > before[ENDING.indexOf(name)]!) await delay(10)
    t.throws(() => signals.check('half done'), new Interrupted(number, 'half done'))
    signals.release()
    t.strictSame(listeners(), before)
  })

t.test('without one everything is as before', async (t) => {
  const before = listeners()
  const signals = onSignals(() => t.fail('there was none'))
  t.strictSame(
    listeners(),
    before.map((count) => count + 1),
  )
  process.emit('SIGIO', 'SIGIO')
  signals.release()
  t.strictSame(listeners(), before)
})
