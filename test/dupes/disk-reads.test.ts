import t from 'tap'
import { digestHex } from '../../lib/digest/digest.js'
import { MOST_SIDE_BY_SIDE } from '../../lib/dupes/class-reader.js'
import { STATE } from '../../lib/dupes/digest-column.js'
import { DiskReads, type ReadSettings } from '../../lib/dupes/disk-reads.js'
import { fileColumns } from '../../lib/dupes/file-columns.js'
import { newReadCount } from '../../lib/dupes/read-count.js'
import { sampledBytes } from '../../lib/dupes/sample.js'
import { worker, type DupesCrew, type Reply, type Task } from '../../lib/dupes/work.js'
import { FAST } from '../../lib/fs/lane-of.js'
import { walkRules } from '../../lib/walk/rules.js'
import { filesIn, kindOf } from '../helper/dupes-crew.js'
import { contentOf, failure, made, MadeFiles, type Made } from '../helper/made-files.js'
import { tableOf } from '../helper/made-table.js'
import { faultText } from '../helper/walked.js'

const RULES = await walkRules({})
const MIB = 2 ** 20
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Says of every file that it was read. */
const pretend = (task: Task): Reply => {
  const state = kindOf(task) === 'sample' ? STATE.sampled : STATE.proven
  const digits = state === STATE.sampled ? 32 : 64
  const states = new Uint8Array(filesIn(task)).fill(state)
  return { digests: { states, hex: 'ab'.repeat((states.length * digits) / 2), failures: [] } }
}

type How = Partial<ReadSettings> & {
  readonly laneOf?: (dev: string) => string
  readonly threads?: number
  readonly answer?: (task: Task) => Reply | Promise<Reply>
  /** How often threads wait, whatever they do. */
  readonly waits?: number
}

/** Those of the last example: tasks name them by number. */
let listed: readonly Made[] = []

/** Reads of made-up files, and what a crew was asked to do here and elsewhere. */
function example(
  files: readonly Made[],
  { laneOf = () => FAST, threads = 2, answer = pretend, waits = 0, ...rest }: How = {},
) {
  listed = files
  const table = tableOf(files)
  const columns = fileColumns(table)
  const asked = {
    here: [] as Task[],
    elsewhere: [] as Task[],
    planned: [] as number[],
    widened: [] as number[],
  }
  const faults: string[] = []
  const ask = (tasks: Task[]) => async (task: Task) => {
    tasks.push(task)
    return answer(task)
  }
  const crew: DupesCrew = {
    run: ask(asked.here),
    runElsewhere: ask(asked.elsewhere),
    limit: 2 * threads,
    threads,
    widen: (threads) => asked.widened.push(threads),
    close: () => {},
  }
  const settings: ReadSettings = {
    digestBytes: 32,
    columns,
    mayBeAlone: true,
    stop: new AbortController().signal,
    fault: (fault) => faults.push(faultText(fault)),
    onPlan: (bytes) => asked.planned.push(bytes),
    widest: 9,
    sideBySide: MOST_SIDE_BY_SIDE,
    ...rest,
  }
  const reads = new DiskReads(table, crew, settings, () => true, ({ dev }) => laneOf(dev), () => () => waits) // prettier-ignore
  const all = () => Uint32Array.from(files.keys())
  const states = () => [...reads.digests.state]
  return { reads, asked, faults, all, states }
}

const pathsIn = (task: Task) =>
  'walk' in task ? [] : Array.from(filesOf(task), (file) => listed[file]!.path)

const filesOf = (task: Exclude<Task, { walk: unknown }>) =>
  'ahead' in task ? task.ahead : 'classes' in task ? task.classes : 'shorts' in task ? task.shorts : task.files // prettier-ignore

const files = [
  made('/d', { size: 5, ino: 4n }),
  made('/b', { size: 70_000, ino: 2n }),
  made('/a', { size: 70_000, ino: 1n }),
  made('/c', { size: 5, ino: 3n, but: { 2: 9 } }),
]

const readAlready = (fs: MadeFiles, listed: readonly Made[] = files) =>
  worker({ walk: {}, algo: 'blake3', files: tableOf(listed).memory, bytesRead: newReadCount() }, RULES, fs) // prettier-ignore

t.test('samples', async (t) => {
  const { reads, asked, all, states } = example(files, {
    answer: readAlready(new MadeFiles(files)),
  })
  await reads.sample(all())
  t.strictSame(states(), Array(4).fill(STATE.sampled))
  t.strictSame(asked.planned, [5 + 5 + 4 * 4096])
  t.equal(reads.digests.hex(1), reads.digests.hex(2))
  t.not(reads.digests.hex(0), reads.digests.hex(3))
  t.strictSame(asked.here.map(pathsIn), [['/a', '/b', '/c', '/d']], 'as a disk is swept')
})

// prettier-ignore
const waiting: [name: string, files: number, waits: number, widened: number[]][] = [
  ['they never do',              400, 0,   []],
  ['for one file in twenty',     400, 20,  []],
  ['for one in four',            400, 100, []],
  ['for more than that',         400, 101, [9]],
  ['for each, and for others',   400, 999, [9]],
  ['there are enough to say so', 64,  64,  [9]],
  ['there are too few',          63,  999, []],
]

for (const [name, count, waits, widened] of waiting)
  t.test(`threads that wait for a disk while they sample become more: ${name}`, async (t) => {
    const files = Array.from({ length: count }, (_, i) => made(`/${i}`, { ino: BigInt(i + 1) }))
    const { reads, asked, all } = example(files, { waits })
    await reads.sample(all())
    t.strictSame(asked.widened, widened)
    await reads.digest(all())
    t.strictSame(asked.widened, widened, 'who digests does not wait')
  })

t.test('digests', async (t) => {
  const { reads, asked, all, states } = example(files, {
    answer: readAlready(new MadeFiles(files)),
  })
  await reads.digest(all())
  t.strictSame(states(), Array(4).fill(STATE.proven))
  t.strictSame(asked.planned, [140_010])
  for (const [i, file] of files.entries())
    t.equal(reads.digests.hex(i), digestHex('blake3', contentOf(file)))
})

t.test('only files that are asked for, and none', async (t) => {
  const { reads, asked, states } = example(files)
  await reads.sample(Uint32Array.of(3))
  await reads.digest(Uint32Array.of())
  t.strictSame(states(), [0, 0, 0, STATE.sampled])
  t.strictSame(asked.planned, [sampledBytes(5), 0])
})

const K = 1024
const SAMPLES = { x: '11'.repeat(16), y: '22'.repeat(16) }

type Spec = readonly [name: string, size: number, sample?: keyof typeof SAMPLES, dev?: bigint]

// prettier-ignore
const splits: [what: string, files: Spec[], asked: string[], how?: How][] = [
  ['long files of one sample',               [['a', 70 * K, 'x'], ['b', 70 * K, 'x']],                 ['classes ab!']],
  ['of two samples',                         [['a', 70 * K, 'x'], ['b', 70 * K, 'y'], ['c', 70 * K, 'x'], ['d', 70 * K, 'y']], ['classes ac! bd!']],
  ['of two sizes',                           [['a', 70 * K, 'x'], ['b', 80 * K, 'x'], ['c', 70 * K, 'x'], ['d', 80 * K, 'x']], ['classes bd! ac!']],
  ['one by itself',                          [['a', 70 * K, 'x']],                                     ['classes a!']],
  ['short files',                            [['a', 64 * K, 'x'], ['b', 64 * K, 'x']],                 ['digest ab']],
  ['long files that were not sampled: further names', [['a', 70 * K], ['b', 70 * K]],                  ['digest ab']],
  ['some were, some were not',               [['a', 70 * K, 'x'], ['b', 70 * K], ['c', 70 * K, 'x']],  ['classes ac!', 'digest b']],
  ['on a disk with a head',                  [['a', 70 * K, 'x', 9n], ['b', 70 * K, 'x', 9n]],         ['digest ab']],
  ['one of them is there, the other is not', [['a', 70 * K, 'x', 9n], ['b', 70 * K, 'x']],             ['digest b', 'digest a']],
  ['others are not meant by that',           [['a', 70 * K, 'x', 9n], ['b', 70 * K, 'x'], ['c', 70 * K, 'y']], ['classes c!', 'digest b', 'digest a']],
  ['no more than one batch, all the work',   [['a', MIB, 'x'], ['b', MIB, 'x']],                       ['classes ab!']],
  ['more than that for one thread of two',   [['a', MIB + 1, 'x'], ['b', MIB + 1, 'x']],               ['digest ab']],
  ['for one of one',                         [['a', MIB + 1, 'x'], ['b', MIB + 1, 'x']],               ['classes ab!'], { threads: 1 }],
  ['half of the work is no more than a share', [['a', 2 * MIB, 'x'], ['b', 2 * MIB, 'x'], ['c', 2 * MIB, 'y'], ['d', 2 * MIB, 'y']], ['classes ab!', 'classes cd!']],
  ['nobody may be alone',                    [['a', 70 * K, 'x'], ['b', 70 * K, 'x']],                 ['classes ab'], { mayBeAlone: false }],
]

/** What a crew was asked to do: `!` where one may be alone. */
function inWords(task: Task): string {
  const names = pathsIn(task).map((path) => path.slice(1))
  if (!('classes' in task)) return `${kindOf(task)} ${names.join('')}`
  const words: string[] = []
  let first = 0
  for (const { end, mayBeAlone } of task.ends) {
    words.push(names.slice(first, end).join('') + (mayBeAlone ? '!' : ''))
    first = end
  }
  return `classes ${words.join(' ')}`
}

for (const [what, specs, want, how] of splits)
  t.test(`what is read side by side: ${what}`, async (t) => {
    const given = specs.map(([name, size, , dev = 7n]) => made(`/${name}`, { size, dev }))
    const laneOf = (dev: string) => (dev === '9' ? 'sda' : FAST)
    const { reads, asked, all, states } = example(given, { laneOf, ...how })
    for (const [i, [, , sample]] of specs.entries())
      if (sample) reads.digests.set(i, STATE.sampled, SAMPLES[sample])
    await reads.digest(all())
    t.strictSame([...asked.here, ...asked.elsewhere].map(inWords), want)
    t.strictSame(states(), Array(specs.length).fill(STATE.proven))
  })

t.test('no more than 32 side by side: then nobody is alone', async (t) => {
  for (const count of [31, 32, 33, 70]) {
    const given = Array.from({ length: count }, (_, i) => made(`/${i}`, { size: 70 * K }))
    const { reads, asked, all } = example(given, { threads: 1 })
    for (const file of all()) reads.digests.set(file, STATE.sampled, SAMPLES.x)
    await reads.digest(all())
    const ends = asked.here.flatMap((task) => ('classes' in task ? task.ends : []))
    t.equal(ends.length, Math.ceil(count / 32))
    t.ok(ends.every(({ mayBeAlone }) => mayBeAlone === count <= 32))
    t.equal(asked.here.reduce((sum, task) => sum + filesIn(task), 0), count) // prettier-ignore
  }
})

t.test('lanes: one at a time on a disk with a head, and elsewhere; all at once', async (t) => {
  const given = Array.from({ length: 40 }, (_, i) =>
    made(`/${i % 3}/${i}`, { size: 3 * MIB, dev: BigInt(i % 3), ino: BigInt(100 - i) }),
  )
  const active = new Map<string, number>()
  const most = new Map<string, number>()
  let together = 0
  const answer = async (task: Task) => {
    const lane = pathsIn(task)[0]![1]!
    active.set(lane, (active.get(lane) ?? 0) + 1)
    most.set(lane, Math.max(most.get(lane) ?? 0, active.get(lane)!))
    together = Math.max(together, [...active.values()].filter((count) => count > 0).length)
    await turn()
    active.set(lane, active.get(lane)! - 1)
    return pretend(task)
  }
  const { reads, asked, all, states } = example(given, { answer, laneOf: (dev) => (dev === '0' ? FAST : `sd${dev}`) }) // prettier-ignore
  await reads.digest(all())
  t.strictSame(states(), Array(40).fill(STATE.proven))
  t.strictSame(Object.fromEntries(most), { 0: 4, 1: 1, 2: 1 })
  t.equal(together, 3)
  t.ok(asked.here.every((task) => pathsIn(task)[0]!.startsWith('/0/')))
  for (const lane of ['/1/', '/2/']) {
    const paths = asked.elsewhere.flatMap(pathsIn).filter((path) => path.startsWith(lane))
    const numbers = paths.map((path) => Number(path.slice(3)))
    t.strictSame(numbers, numbers.toSorted((a, b) => b - a), 'in the order of their inodes') // prettier-ignore
  }
})

// prettier-ignore
const lengths: [what: string, size: number, isElsewhere: boolean][] = [
  ['short',              64 * MIB - 1, false],
  ['so long that it may take a second', 64 * MIB, true],
]

for (const [what, size, isElsewhere] of lengths)
  t.test(`what is ${what} is read ${isElsewhere ? 'elsewhere' : 'by any thread'}`, async (t) => {
    const { reads, asked, all } = example([made('/f', { size })])
    await reads.digest(all())
    t.equal(asked.elsewhere.length === 1, isElsewhere)
    await reads.sample(all())
    t.equal(asked.here.length, isElsewhere ? 1 : 2, 'a sample takes no time')
    const half = Math.ceil(size / 2)
    const pair = example([made('/a', { size: half }), made('/b', { size: half })], { threads: 1 })
    for (const file of [0, 1]) pair.reads.digests.set(file, STATE.sampled, SAMPLES.x)
    await pair.reads.digest(pair.all())
    t.equal(pair.asked.elsewhere.length === 1, 2 * half >= 64 * MIB, 'a class of so many bytes')
  })

t.test('a file that fails: a fault, with its code or its reason', async (t) => {
  for (const act of ['sample', 'digest'] as const) {
    const fs = new MadeFiles(files)
    fs.remove('/b')
    fs.change('/c', { size: 1 })
    const { reads, faults, all, states } = example(files, { answer: readAlready(fs) })
    await reads[act](all())
    const good = act === 'sample' ? STATE.sampled : STATE.proven
    t.strictSame(states(), [good, STATE.failed, good, STATE.failed])
    t.strictSame(faults, ['read /b: ENOENT', 'read /c: changed since it was listed'])
  }
})

t.test('another reply than to what was asked', async (t) => {
  const answer = (): Reply => ({ walked: { found: [], left: [], faults: [] } })
  const { reads, all } = example(files, { answer })
  await t.rejects(reads.sample(all()), { message: /another reply/ })
})

t.test('a crew that fails', async (t) => {
  for (const act of ['sample', 'digest'] as const) {
    const answer = () => Promise.reject(failure('a thread has died'))
    const { reads, all } = example(files, { answer })
    await t.rejects(reads[act](all()), { code: 'a thread has died' })
  }
})

for (const act of ['sample', 'digest'] as const) {
  t.test(`${act}: stopped before it begins, nothing is asked`, async (t) => {
    const { reads, asked, all, states } = example(files, { stop: AbortSignal.abort() })
    await reads[act](all())
    t.strictSame([asked.here, asked.elsewhere], [[], []])
    t.strictSame(states(), [0, 0, 0, 0])
  })

  t.test(`${act}: stopped while nobody answers, and answered too late`, async (t) => {
    const stop = new AbortController()
    const late: (() => void)[] = []
    const answer = (task: Task) => new Promise<Reply>((resolve) => late.push(() => resolve(pretend(task)))) // prettier-ignore
    const { reads, all, states } = example(files, { stop: stop.signal, answer })
    const reading = reads[act](all())
    await turn()
    stop.abort()
    await reading
    for (const resolve of late) resolve()
    await turn()
    t.ok(late.length > 0)
    t.strictSame(states(), [0, 0, 0, 0])
  })
}

// prettier-ignore
const trials: [what: string, waits: number, ahead: boolean][] = [
  ['they come from memory',             30,  false],
  ['one in four from a disk',           128, false],
  ['more than that',                    129, true],
  ['all of them',                       530, true],
]

for (const [what, waits, ahead] of trials)
  t.test(`short files: ${what}`, async (t) => {
    const files = Array.from({ length: 2000 }, (_, i) => made(`/${i}`, { size: 100 + (i >> 1), ino: BigInt(9999 - i) })) // prettier-ignore
    const { reads, asked, states } = example(files, {
      waits,
      answer: (task) => ('ahead' in task ? { ahead: task.ahead.length } : pretend(task)),
    })
    const classes = Array.from({ length: 1000 }, (_, i) => Uint32Array.of(2 * i, 2 * i + 1))
    await reads.compare(classes)
    t.ok(states().every((state) => state === STATE.proven))
    const kinds = asked.here.map(kindOf)
    const inTrial = kinds.findIndex((kind) => kind === 'ahead')
    t.equal(inTrial > 0, ahead)
    const before = asked.here.slice(0, inTrial).reduce((sum, task) => sum + filesIn(task), 0)
    if (ahead) t.equal(before, 512, 'the trial')
    const names = asked.here.flatMap((task) => ('ahead' in task ? [...task.ahead] : []))
    const rest = Array.from({ length: 2000 - 512 }, (_, i) => 1999 - i)
    t.strictSame(names, ahead ? rest : [], 'in the order of their inodes')
    t.strictSame(asked.planned, [files.reduce((sum, { size }) => sum + size, 0)])
  })
