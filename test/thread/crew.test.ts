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
  return { crew, done, threadOf, made: () => made }
}

t.test('what takes little time is done here, one after the other', async (t) => {
  const { crew, done, made } = example(t, 2, 0)
  const replies = await Promise.all(['a', 'b', 'c'].map((say) => crew.run({ say })))
  t.strictSame(replies, ['here', 'here', 'here'])
  t.strictSame(done, ['a', 'b', 'c'])
  t.equal(made(), 1)
})

t.test('what throws here is passed on', async (t) => {
  const { crew } = example(t, 2, 0)
  await t.rejects(crew.run({ fail: 'boom' }), { message: 'boom' })
  t.equal(await crew.run({ say: 'next' }), 'here')
})

t.test('after that threads are started, no more than are wanted', async (t) => {
  for (const threads of [1, 3]) {
    const { crew, threadOf } = example(t, threads)
    t.equal(await crew.run({ say: 'first' }), 'here')
    const tasks = Array.from({ length: 9 }, (_, i) => threadOf({ say: `${i}` }))
    t.equal(new Set(await Promise.all(tasks)).size, threads)
    t.equal(crew.limit, 2 * threads)
  }
})

t.test('each reply goes to who asked, and threads get the data', async (t) => {
  const { crew } = example(t, 3)
  await crew.run({ say: 'first' })
  const says = Array.from({ length: 40 }, (_, i) => `task ${i}`)
  const replies = await Promise.all(says.map((say, i) => crew.run({ spin: i % 3, say })))
  t.strictSame(
    replies.map((reply) => reply.split(' in ')[0]),
    says.map((say) => `data: ${say}`),
  )
})

t.test('a thread that has nothing to do is asked first', async (t) => {
  const { crew, threadOf } = example(t, 5)
  await crew.run({ say: 'first' })
  const ids = new Set<string | undefined>()
  for (let i = 0; i < 5; i++) ids.add(await threadOf({ say: `${i}` }))
  t.equal(ids.size, 1)
})

t.test('a thread that dies: all who wait for it hear of it, and who comes later', async (t) => {
  const { crew } = example(t, 1)
  await crew.run({ say: 'first' })
  const replies = await Promise.allSettled([
    crew.run({ say: 'a' }),
    crew.run({ fail: 'boom' }),
    crew.run({ say: 'b' }),
  ])
  t.strictSame(
    replies.map(({ status }) => status),
    ['fulfilled', 'rejected', 'rejected'],
  )
  await t.rejects(crew.run({ say: 'later' }), { message: 'boom' })
})

t.test('a thread that ends of itself', async (t) => {
  const { crew } = example(t, 1)
  await crew.run({ say: 'first' })
  await t.rejects(crew.run({ end: 3 }), /ended/)
  await t.rejects(crew.run({ say: 'later' }), /ended/)
})

t.test('after close nothing keeps the process, and a second one does no harm', async (t) => {
  const { crew } = example(t, 2)
  crew.close()
  await crew.run({ say: 'first' })
  void crew.run({ spin: 1e9, say: 'never' }).catch(() => {})
  crew.close()
  crew.close()
})
