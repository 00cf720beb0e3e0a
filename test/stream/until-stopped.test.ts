import { getEventListeners } from 'node:events'
import t from 'tap'
import { untilStopped } from '../../lib/stream/until-stopped.js'

/** Numbers, all at hand at once, and then a wait without an end. */
async function* numbers(count: number, told: Told = {}): AsyncGenerator<number> {
  try {
    for (let i = 0; i < count; i++) yield i
    told.waits?.()
    await new Promise(() => {})
  } finally {
    told.ended?.()
  }
}

type Told = { readonly waits?: () => void; readonly ended?: () => void }

async function* few(): AsyncGenerator<string> {
  yield 'a'
  yield 'b'
}

async function all<T>(batches: AsyncIterable<T>, each = (_batch: T) => {}): Promise<T[]> {
  const found: T[] = []
  for await (const batch of batches) {
    found.push(batch)
    each(batch)
  }
  return found
}

t.test('nobody listens any more when it has ended', async (t) => {
  const { signal } = new AbortController()
  await all(untilStopped(few(), signal))
  t.strictSame(getEventListeners(signal, 'abort'), [])
})

t.test('what is not stopped comes whole', async (t) => {
  t.strictSame(await all(untilStopped(few(), new AbortController().signal)), ['a', 'b'])
})

t.test('nothing comes if it is stopped already', async (t) => {
  t.strictSame(await all(untilStopped(few(), AbortSignal.abort())), [])
})

t.test('stopped while a batch is waited for', async (t) => {
  const stop = new AbortController()
  const source = numbers(3, { waits: () => setImmediate(() => stop.abort()) })
  t.strictSame(await all(untilStopped(source, stop.signal)), [0, 1, 2])
})

t.test('stopped between two batches: the source is told', async (t) => {
  const stop = new AbortController()
  let isEnded = false
  const source = numbers(3, { ended: () => (isEnded = true) })
  const found = await all(untilStopped(source, stop.signal), (i) => {
    if (i === 1) stop.abort()
  })
  t.strictSame(found, [0, 1])
  t.ok(isEnded)
})

t.test('what comes at once lets others have their turn', async (t) => {
  const stop = new AbortController()
  setTimeout(() => stop.abort(), 1)
  const found = await all(untilStopped(numbers(1e9), stop.signal))
  t.ok(found.length < 1e9, `after ${found.length}`)
})

t.test('a source that fails', async (t) => {
  async function* failing(): AsyncGenerator<number> {
    yield 1
    throw new Error('gone')
  }
  await t.rejects(all(untilStopped(failing(), new AbortController().signal)), { message: 'gone' })
})

t.test('a source that fails when nobody waits for it any more', async (t) => {
  const stop = new AbortController()
  let fail = () => {}
  async function* late(): AsyncGenerator<number> {
    yield 1
    setImmediate(() => stop.abort())
    await new Promise((_, reject) => (fail = () => reject(new Error('late'))))
  }
  t.strictSame(await all(untilStopped(late(), stop.signal)), [1])
  fail()
  for (let turns = 0; turns < 3; turns++) await new Promise(setImmediate) // what nobody hears ends the test
})
