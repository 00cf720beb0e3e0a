import { setImmediate as turn } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { native } from '../../lib/fs/native/native.js'
import { Crew } from '../../lib/thread/crew.js'
import type { CrewTask } from '../helper/crew-worker.js'
import { LOADED, LOADING } from '../helper/loading-worker.js'

const MODULE = new URL('../helper/crew-worker.js', import.meta.url)

/** @param busyMs what each task takes here, by the clock that the crew looks at */
function example(t: Pick<Test, 'teardown'>, threads: number, busyMs = 30, others?: number) {
  let [made, now] = [0, 0n]
  const done: string[] = []
  const crew = new Crew<CrewTask, string>({
    module: MODULE,
    data: 'data',
    threads,
    ...(others !== undefined && { others }),
    clock: () => now,
    here: () => {
      made++
      return (task) => {
        if ('fail' in task) throw new Error(task.fail)
        now += BigInt(busyMs) * 1_000_000n
        done.push('say' in task ? task.say : '')
        return 'here'
      }
    },
  })
  t.teardown(() => crew.close())
  const threadOf = async (task: CrewTask) => (await crew.run(task)).split(' in ')[1]
  /** Until another thread has answered. */
  const start = async () => {
    while ((await threadOf({ say: 'start' })) === undefined);
  }
  return { crew, done, threadOf, start, made: () => made }
}

t.test('what takes little time is done here, one after the other', async (t) => {
  const { crew, done, made } = example(t, 2, 0)
  const replies = await Promise.all(['a', 'b', 'c'].map((say) => crew.run({ say })))
  t.strictSame(replies, ['here', 'here', 'here'])
  t.strictSame(done, ['a', 'b', 'c'])
  t.equal(made(), 1)
})

t.test('others have their turn between tasks, also where there is one thread', async (t) => {
  const { crew } = example(t, 1, 5)
  for (let i = 0; i < 10; i++) {
    let isHeard = false
    setImmediate(() => (isHeard = true))
    await crew.run({ say: `${i}` })
    t.ok(isHeard)
  }
})

t.test('what throws here is passed on', async (t) => {
  const { crew } = example(t, 2, 0)
  await t.rejects(crew.run({ fail: 'boom' }), { message: 'boom' })
  t.equal(await crew.run({ say: 'next' }), 'here')
})

t.test('one thread is this one', async (t) => {
  const { crew, done } = example(t, 1)
  for (const say of ['a', 'b', 'c']) t.equal(await crew.run({ say }), 'here')
  t.strictSame(done, ['a', 'b', 'c'])
})

// prettier-ignore
const limits: [threads: number, others: number | undefined, work: number, limit: number][] = [
  [1,  undefined, 1,  1],
  [2,  undefined, 2,  4],
  [3,  undefined, 3,  7],
  [16, undefined, 16, 46],
  [16, 2,         3,  7],
  [16, 0,         1,  1],
  [2,  5,         2,  4],
]

for (const [threads, others, work, limit] of limits)
  t.test(`${threads} threads, ${others} others at most: ${limit} tasks at a time`, async (t) => {
    const { crew } = example(t, threads, 30, others)
    t.strictSame([crew.threads, crew.limit], [work, limit])
  })

t.test('a crew can become wider, not narrower', async (t) => {
  const { crew } = example(t, 2)
  crew.widen(4)
  t.strictSame([crew.threads, crew.limit], [4, 10])
  crew.widen(3)
  t.strictSame([crew.threads, crew.limit], [4, 10])
})

/** How many threads start while something is done. */
async function started(act: () => Promise<unknown>): Promise<number> {
  let count = 0
  const one = () => void count++
  process.on('worker', one)
  await act().finally(() => process.removeListener('worker', one))
  return count
}

// prettier-ignore
const starts: [threads: number, busyMs: number, tasks: number, want: number][] = [
  [3, 0, 9, 0],
  [3, 5, 1, 0],
  [3, 5, 2, 1],
  [3, 5, 3, 2],
  [3, 5, 9, 2],
  [1, 5, 9, 0],
]

for (const [threads, busyMs, tasks, want] of starts)
  t.test(`${threads} threads, ${tasks} tasks of ${busyMs} ms: ${want} start`, async (t) => {
    const { crew } = example(t, threads, busyMs)
    const act = async () => {
      for (let i = 0; i < tasks; i++) await crew.run({ say: `${i}` })
    }
    t.equal(await started(act), want)
  })

t.test(
  'after that others are started, no more than are wanted, and all have their share',
  async (t) => {
    for (const threads of [2, 4]) {
      const { start, threadOf } = example(t, threads)
      await start()
      const ids = new Set<string | undefined>()
      while (ids.size < threads) {
        const tasks = Array.from({ length: 4 * threads }, (_, i) =>
          threadOf({ say: `${i}`, spin: 5 }),
        )
        for (const id of await Promise.all(tasks)) ids.add(id)
      }
      t.ok(ids.has(undefined), 'this thread')
    }
  },
)

t.test('each reply goes to who asked, and threads get the data', async (t) => {
  const { crew, start } = example(t, 3)
  await start()
  const says = Array.from({ length: 40 }, (_, i) => `task ${i}`)
  const replies = await Promise.all(says.map((say, i) => crew.run({ spin: i % 3, say })))
  const others = replies.map((reply, i) => [reply.split(' in ')[0], `data: ${says[i]}`] as const)
  for (const [reply, want] of others) t.ok(reply === want || reply === 'here', `${reply}: ${want}`)
  t.ok(others.some(([reply]) => reply !== 'here'))
})

t.test('a thread that dies: all who wait for it hear of it, and who comes later', async (t) => {
  const { crew, start } = example(t, 2)
  await start()
  const replies = await Promise.allSettled([crew.run({ fail: 'boom' }), crew.run({ say: 'b' })])
  t.equal(replies[0]?.status, 'rejected')
  await t.rejects(crew.run({ say: 'later' }), { message: 'boom' })
})

t.test('a thread that ends of itself', async (t) => {
  const { crew, start } = example(t, 2)
  await start()
  await t.rejects(crew.run({ end: 3 }), /ended/)
  await t.rejects(crew.run({ say: 'later' }), /ended/)
})

/** Which thread did each of so many tasks that were given at once. */
async function elsewhere(crew: Crew<CrewTask, string>, count: number): Promise<string[]> {
  const tasks = Array.from({ length: count }, (_, i) => crew.runElsewhere({ spin: 1, say: `${i}` }))
  const replies = (await Promise.all(tasks)).map((reply) => reply.split(' in '))
  const lost = replies.find(([said], i) => said !== `data: ${i}`)
  if (lost) throw new Error(`a reply to somebody else: ${lost}`)
  return replies.map(([, id]) => id!)
}

for (const threads of [1, 2, 3])
  t.test(`elsewhere: never here, and on ${threads} others at most`, async (t) => {
    const { crew, made } = example(t, threads)
    t.equal(await started(() => elsewhere(crew, 1)), 1)
    t.equal(
      await started(() => elsewhere(crew, 1)),
      0,
      'who is idle is taken before one is started',
    )
    const shares = new Map<string, number>()
    for (const id of await elsewhere(crew, 6 * threads)) shares.set(id, (shares.get(id) ?? 0) + 1)
    t.strictSame([...shares.values()], Array(threads).fill(6), 'each has its share')
    t.equal(await started(() => elsewhere(crew, 20)), 0)
    t.equal(made(), 0)
  })

t.test('elsewhere: no more than can be started', async (t) => {
  const { crew } = example(t, 3, 30, 2)
  t.equal(await started(() => elsewhere(crew, 20)), 2)
  crew.widen(9)
  t.equal(crew.threads, 3)
})

t.test('where none can be started all is done here', async (t) => {
  const { crew, done } = example(t, 3, 30, 0)
  const act = async () => {
    for (const say of ['a', 'b', 'c']) t.equal(await crew.runElsewhere({ say }), 'here')
    for (const say of ['d', 'e']) t.equal(await crew.run({ say }), 'here')
  }
  t.equal(await started(act), 0)
  t.strictSame(done, ['a', 'b', 'c', 'd', 'e'])
})

t.test('elsewhere, with tasks that are done anywhere', async (t) => {
  const { crew, start, threadOf } = example(t, 2)
  await start()
  const anywhere = Array.from({ length: 10 }, (_, i) => threadOf({ say: `${i}`, spin: 1 }))
  const ids = new Set([...(await elsewhere(crew, 10)), ...(await Promise.all(anywhere))])
  ids.delete(undefined!)
  t.equal(ids.size, 2, 'one more than where this one works, too')
})

t.test('elsewhere: a thread that dies', async (t) => {
  for (const [task, message] of [
    [{ fail: 'boom' }, /boom/],
    [{ end: 3 }, /ended/],
  ] as const) {
    const { crew, made } = example(t, 1)
    const tasks = [crew.runElsewhere(task), crew.runElsewhere({ say: 'b' })]
    for (const reply of await Promise.allSettled(tasks))
      t.match(reply, { status: 'rejected', reason: { message } })
    await t.rejects(crew.runElsewhere({ say: 'later' }), { message })
    await t.rejects(crew.run({ say: 'later' }), { message })
    t.equal(made(), 0)
  }
})

t.test('a module that is not there', async (t) => {
  const module = new URL('./none.js', import.meta.url)
  const here = () => () => 'here'
  const crew = new Crew<CrewTask, string>({ module, data: undefined, threads: 2, here })
  t.teardown(() => crew.close())
  await t.rejects(crew.runElsewhere({ say: 'a' }), { code: 'ERR_MODULE_NOT_FOUND' })
})

t.test('a task that cannot be sent fails alone', async (t) => {
  const { crew } = example(t, 1)
  const cannot = { say: (() => {}) as unknown as string }
  await t.rejects(crew.runElsewhere(cannot), { name: 'DataCloneError' })
  t.equal(await crew.runElsewhere({ say: 'a' }).then((reply) => reply.split(' in ')[0]), 'data: a')
})

t.test('after close nothing keeps the process, and a second one does no harm', async (t) => {
  const { crew, start } = example(t, 2)
  crew.close()
  await start()
  void crew.run({ spin: 1e9, say: 'never' }).catch(() => {})
  crew.close()
  crew.close()
})

// koffi ends the whole process where a thread is ended while it loads it.
t.test(
  'a thread that loads koffi is not ended meanwhile',
  { skip: !native() && 'koffi does not load' },
  async (t) => {
    const module = new URL('../helper/loading-worker.js', import.meta.url)
    const data = new SharedArrayBuffer(4)
    const crew = new Crew<object, string>({ module, data, threads: 2, here: () => () => 'here' })
    t.teardown(() => crew.close())
    void crew.runElsewhere({}).catch(() => {})
    const reached = async (state: number) => {
      while (Atomics.load(new Int32Array(data), 0) < state) await turn()
    }
    await reached(LOADING)
    crew.close()
    await reached(LOADED)
    t.pass('the process goes on')
  },
)
