// A search that is stopped: at any task, whether that is answered or not. What comes back is proven.
import { mkdirSync, writeFileSync } from 'node:fs'
import t from 'tap'
import type { Reply, Task } from '../../lib/dupes/work.js'
import { kindOf } from '../helper/dupes-crew.js'
import { made, type Made } from '../helper/made-files.js'
import { madeSearch, pathsOf, type MadeAsked } from '../helper/made-search.js'
import { Scratch } from '../helper/scratch.js'
import { searched, type Asked } from '../helper/searched.js'

const MIB = 2 ** 20

const unheard: unknown[] = []
process.on('unhandledRejection', (reason) => unheard.push(reason))

/** Work of every kind: short and long files, classes, lanes, and some that are alone. */
const files = ['/a', '/b', '/c'].flatMap((dir, i): Made[] => [
  made(`${dir}/short`, { size: 5000 }),
  made(`${dir}/long`, { size: 300_000 }),
  made(`${dir}/longer`, { size: 3 * MIB, but: i === 2 ? { 9999: 9 } : {} }),
  made(`${dir}/slow`, { size: 3 * MIB + 1, dev: 9n }),
  made(`${dir}/alone`, { size: 5000, byte: 3 + i }),
])

const never = new Promise<never>(() => {})

type Answer = NonNullable<MadeAsked['answer']>

/** What becomes of the task at which it is stopped. @param later does something when all is over */
const endings: { readonly [what: string]: (act: () => Reply, later: (what: () => void) => void) => Reply | Promise<Reply> } = {
  'is answered': (act) => act(),
  'is never answered': () => never,
  'is answered too late': (act, later) => new Promise((resolve) => later(() => resolve(act()))),
  'fails when all is over': (_, later) => new Promise((_, reject) => later(() => reject(new Error('too late')))),
} // prettier-ignore

/** A search that is stopped when it comes to a task, from 0, and what it was stopped at. */
async function stoppedAt<T>(
  at: number,
  ending: string,
  find: (asked: Asked & MadeAsked) => Promise<T>,
) {
  const stop = new AbortController()
  const late: (() => void)[] = []
  let tasks = 0
  let stoppedIn: Task | undefined
  const answer: Answer = (act, task) => {
    if (tasks++ < at) return act()
    if (stoppedIn !== undefined) t.fail(`once it is stopped, another ${kindOf(task)} is begun`)
    stoppedIn = task
    stop.abort()
    return endings[ending]!(act, (what) => late.push(what))
  }
  const found = await find({ stop: stop.signal, answer })
  for (const what of late) what()
  for (let turns = 0; turns < 5; turns++) await new Promise(setImmediate)
  return { found, kind: stoppedIn && kindOf(stoppedIn) }
}

/** Is each group one of those, or a part of one? */
const isPart = (groups: readonly string[][], all: readonly string[][]) =>
  groups.every((group) => group.length > 1 && all.some((one) => group.every((path) => one.includes(path)))) // prettier-ignore

const laneOf = (dev: bigint) => (dev === 9n ? 'sda' : '')

for (const ending of Object.keys(endings))
  t.test(`while files are read, the task ${ending}`, async (t) => {
    const all = pathsOf((await madeSearch(files, { laneOf })).text)
    t.equal(all.length, 4)
    const kinds = new Set<string>()
    const sizes = new Set<number>()
    for (let at = 0; ; at++) {
      const find = (asked: MadeAsked) => madeSearch(files, { laneOf, ...asked })
      const { found, kind } = await stoppedAt(at, ending, find)
      const groups = pathsOf(found.text)
      t.ok(isPart(groups, all), `at ${kind} ${at}: ${groups.length} groups`)
      t.strictSame(found.faults, [])
      if (kind === undefined) {
        t.strictSame(groups, all)
        break
      }
      kinds.add(kind)
      sizes.add(groups.length)
    }
    t.strictSame([...kinds].sort(), ['classes', 'digest', 'sample', 'shorts'])
    t.ok(sizes.size > 2, 'some of it was found')
  })

t.test('stopped before it begins: nothing is read', async (t) => {
  const { text, fs } = await madeSearch(files, { stop: AbortSignal.abort() })
  t.equal(text, '')
  t.equal(fs.asked.opens, 0)
})

for (const ending of Object.keys(endings))
  t.test(`from the walk on, the task ${ending}`, async (t) => {
    const scratch = new Scratch(t)
    for (let i = 0; i < 100; i++) scratch.write(`${i % 7}/${i}`, 'x'.repeat(100 + (i % 3)))
    for (let i = 0; i < 4; i++) scratch.write(`${i}/long`, Buffer.alloc(70_000))
    const all = pathsOf((await searched([scratch.root])).text)
    t.equal(all.length, 4)
    const kinds = new Set<string>()
    for (let at = 0; ; at++) {
      const find = (asked: Asked) => searched([scratch.root], asked)
      const { found, kind } = await stoppedAt(at, ending, find)
      t.ok(isPart(pathsOf(found.text), all), `at ${kind} ${at}`)
      if (kind === undefined) break
      kinds.add(kind)
    }
    t.strictSame([...kinds], ['walk', 'shorts', 'sample', 'classes'])
  })

t.test('a walk that finds nothing ends, too, and asks for nothing more', async (t) => {
  const root = t.testdir()
  for (let i = 0; i < 3000; i++) {
    if (i % 60 === 0) mkdirSync(`${root}/${i / 60}`)
    writeFileSync(`${root}/${Math.floor(i / 60)}/${i}`, '')
  }
  for (const ending of Object.keys(endings))
    for (let at = 0; ; at++) {
      const find = (asked: Asked) => searched([root], { walk: { name: ['none'] }, ...asked })
      const { found, kind } = await stoppedAt(at, ending, find)
      t.equal(found.text, '')
      if (kind === undefined) {
        t.ok(at > 2, `${at} tasks`)
        break
      }
    }
})

t.test('stopped before it begins: nothing is walked', async (t) => {
  const tasks: Task[] = []
  const { text, found } = await searched([t.testdir({ a: 'x', b: 'x' })], { stop: AbortSignal.abort(), onTask: (task) => tasks.push(task) }) // prettier-ignore
  t.equal(text, '')
  t.match(found.summary, 'looked at 0 files')
  t.strictSame(tasks, [])
})

t.test('nothing that failed was left unheard', async (t) => {
  t.strictSame(unheard, [])
})
