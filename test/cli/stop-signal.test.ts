import t from 'tap'
import { Interrupted } from '../../lib/cli/exit.js'
import { stopOnSignal } from '../../lib/cli/stop-signal.js'

const listeners = (names = ['SIGINT', 'SIGTERM', 'SIGHUP']) =>
  names.map((name) => process.listenerCount(name))

for (const [name, signal] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
  ['SIGHUP', 1],
] as const)
  t.test(`${name} asks to stop, and is told in the end`, async (t) => {
    const all = listeners(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGIO'])
    const { signal: stop, check } = stopOnSignal(true)
    t.notOk(stop.aborted)
    process.emit(name, name)
    t.ok(stop.aborted)
    t.throws(() => check('said'), new Interrupted(signal, 'said'))
    t.strictSame(listeners(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGIO']), all)
  })

t.test('without one nothing is told, and nobody listens any more', async (t) => {
  const before = listeners()
  const { signal, check } = stopOnSignal(true)
  check('said')
  t.notOk(signal.aborted)
  t.strictSame(listeners(), before)
})

t.test('where it is not wanted nobody listens at all', async (t) => {
  const before = listeners()
  const { check } = stopOnSignal(false)
  t.strictSame(listeners(), before)
  check('said')
})
