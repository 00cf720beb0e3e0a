import t, { type Test } from 'tap'
import { Crew } from '../../lib/thread/crew.js'
import type { CrewTask } from '../helper/crew-worker.js'

const MODULE = new URL('../helper/crew-worker.js', import.meta.url)

/** @param busyMs what the first task takes here */
function example(t: Pick<Test, 'teardown'>, threads: number, busyMs = 30) {
  let made = 0
  const done: string[] = []
  const crew = new Crew<CrewTask, string>({
    module: MODULE,
    data: 'data',
    threads,
    here: () => {
      made++
      return (task) => {
        if ('fail' in task) throw new Error(task.fail)
        for (const end = performance.now() + busyMs; performance.now() < end;);
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
  let isHeard = false
  setTimeout(() => (isHeard = true), 10)
  for (let i = 0; i < 10; i++) await crew.run({ say: `${i}` })
  t.ok(isHeard)
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
  t.equal(crew.limit, 1)
})

t.test(
  'after that others are started, no more than are wanted, and all have their share',
  async (t) => {
    for (const threads of [2, 4]) {
      const { crew, start, threadOf } = example(t, threads)
      await start()
      const ids = new Set<string | undefined>()
      for (const end = Date.now() + 20_000; ids.size < threads && Date.now() < end;) {
        const tasks = Array.from({ length: 4 * threads }, (_, i) =>
          threadOf({ say: `${i}`, spin: 5 }),
        )
        for (const id of await Promise.all(tasks)) ids.add(id)
      }
      t.equal(ids.size, threads, 'undefined is this thread')
      t.equal(crew.limit, 3 * (threads - 1) + 1, 'one here, three with each other one')
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

t.test('after close nothing keeps the process, and a second one does no harm', async (t) => {
  const { crew, start } = example(t, 2)
  crew.close()
  await start()
  void crew.run({ spin: 1e9, say: 'never' }).catch(() => {})
  crew.close()
  crew.close()
})
