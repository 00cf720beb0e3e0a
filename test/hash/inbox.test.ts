import t from 'tap'
import { Bell } from '../../lib/hash/bell.js'
import { Inbox } from '../../lib/hash/inbox.js'

async function* stream(batches: readonly (readonly string[])[], error?: Error) {
  yield* batches
  if (error) throw error
}

/** Everything that can be taken, and `.` where one had to wait. */
async function takeAll(batches: string[][], error?: Error): Promise<[string, Inbox<string>]> {
  const bell = new Bell()
  const inbox = new Inbox(stream(batches, error), bell)
  let taken = ''
  for (;;) {
    const item = inbox.take()
    if (item === undefined && inbox.hasEnded) return [taken, inbox]
    taken += item ?? '.'
    if (item === undefined) await bell.rung()
  }
}

// prettier-ignore
const cases: [name: string, batches: string[][], want: string][] = [
  ['no batch',         [],                         '.'],
  ['one batch',        [['a', 'b']],               '.ab.'],
  ['several batches',  [['a'], ['b', 'c'], ['d']], '.a.bc.d.'],
  ['an empty batch',   [['a'], [], ['b']],         '.a..b.'],
]

for (const [name, batches, want] of cases) {
  t.test(name, async (t) => {
    const [taken, inbox] = await takeAll(batches)
    t.equal(taken, want)
    t.equal(inbox.take(), undefined, 'nothing comes after the end')
    t.doesNotThrow(() => inbox.close())
  })

  t.test(`${name}, then an error`, async (t) => {
    const [taken, inbox] = await takeAll(batches, new Error('torn'))
    t.equal(taken, want)
    t.throws(() => inbox.close(), { message: 'torn' })
  })
}

t.test('an error in the middle of a batch: what came before it is there', async (t) => {
  function* torn() {
    yield 'a'
    throw new Error('torn')
  }
  async function* batches() {
    yield torn()
    yield ['never']
  }
  const bell = new Bell()
  const inbox = new Inbox(batches(), bell)
  inbox.take()
  await bell.rung()
  t.strictSame([inbox.take(), inbox.hasEnded], ['a', false])
  t.strictSame([inbox.take(), inbox.hasEnded], [undefined, true])
  t.throws(() => inbox.close(), { message: 'torn' })
})

t.test('one batch is asked for at a time', async (t) => {
  let asked = 0
  async function* slow() {
    for (;;) {
      asked++
      yield ['a']
    }
  }
  const bell = new Bell()
  const inbox = new Inbox(slow(), bell)
  for (let i = 0; i < 5; i++) inbox.take()
  await bell.rung()
  t.equal(asked, 1)
  t.equal(inbox.take(), 'a')
  t.equal(asked, 1, 'nor before the last is used up')
})
