// What a search makes of files that fail, of signals and of too many files.
import {
  linkSync,
  mkdirSync,
  statSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { digestHex } from '../../lib/digest/digest.js'
import { search, type Search } from '../../lib/dupes/search.js'
import { worker, type Task, type WorkSettings } from '../../lib/dupes/work.js'
import { READ_CALLS, type ReadCalls } from '../../lib/fs/listed-file.js'
import type { Rules } from '../../lib/walk/rules.js'
import { dupesCrew, kindOf, type How } from '../helper/dupes-crew.js'
import { pathsOf } from '../helper/made-search.js'
import { hashedLines, searched, searchSettings, type Asked } from '../helper/searched.js'
import { untimedText } from '../helper/untimed.js'

const LARGE = 300_000

const groupsOf = (text: string): string[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line).files.map(({ path }: { path: string }) => path.split('/').at(-1)).join(' '))
    .sort() // prettier-ignore

/** Four equal short files, three equal long ones, and one name more for one of each. */
function plant(root: string): string {
  for (const name of ['s1', 's2', 's3', 's4']) writeFileSync(join(root, name), 'short')
  for (const name of ['l1', 'l2', 'l3'])
    writeFileSync(join(root, name), Buffer.alloc(LARGE, 'long'))
  linkSync(join(root, 's1'), join(root, 's1-too'))
  linkSync(join(root, 'l1'), join(root, 'l1-too'))
  return root
}

const ALL = ['l1 l1-too l2 l3', 's1 s1-too s2 s3 s4']

/** The real calls, and which file each descriptor is of; `before` may throw. */
function watched(before: (call: keyof ReadCalls, path: string, number: number) => void): ReadCalls {
  const paths = new Map<number, string>()
  let calls = 0
  const say = (call: keyof ReadCalls, path: string) =>
    before(call, path.split('/').at(-1)!, calls++)
  return {
    openSync: (path, flags) => {
      say('openSync', String(path))
      const fd = READ_CALLS.openSync(path, flags)
      paths.set(fd, String(path))
      return fd
    },
    readSync: (fd, ...rest) => {
      say('readSync', paths.get(fd)!)
      return READ_CALLS.readSync(fd, ...rest)
    },
    fstatSync: (fd, options) => {
      say('fstatSync', paths.get(fd)!)
      return READ_CALLS.fstatSync(fd, options)
    },
    closeSync: (fd) => {
      const path = paths.get(fd)!
      paths.delete(fd)
      READ_CALLS.closeSync(fd)
      say('closeSync', path)
    },
  }
}

const failing = (code: string) => Object.assign(new Error(code), { code })

t.test('as it is', async (t) => {
  const { text, faults, found } = await searched([plant(t.testdir())])
  t.strictSame(groupsOf(text), ALL)
  t.strictSame(faults, [])
  t.match(
    found.summary,
    'looked at 7 files under 9 names (2 hard links): 2 groups, 5 copies too many',
  )
})

// prettier-ignore
const gone: [what: string, file: string, code: string, want: string[]][] = [
  ['a short file',                       's2', 'EACCES', ['l1 l1-too l2 l3', 's1 s1-too s3 s4']],
  ['a long file',                        'l2', 'EACCES', ['l1 l1-too l3', 's1 s1-too s2 s3 s4']],
  ['one name of two: the other is read', 's1', 'ENOENT', ['l1 l1-too l2 l3', 's1-too s2 s3 s4']],
]

for (const [what, file, code, want] of gone)
  t.test(`${what} that cannot be opened`, async (t) => {
    const calls = watched((call, path) => {
      if (call === 'openSync' && path === file) throw failing(code)
    })
    const root = plant(t.testdir())
    const { text, faults } = await searched([root], { calls })
    t.strictSame(groupsOf(text), want)
    t.strictSame(faults, [`read ${join(root, file)}: ${code}`])
  })

t.test('a call that fails, each of them in turn: the others keep their groups', async (t) => {
  const root = plant(t.testdir())
  const lines = await hashedLines([root])
  const hashOf = new Map(lines.map((line) => [JSON.parse(line).path, JSON.parse(line).hash]))
  let more = true
  let failures = 0
  for (let bad = 0; more; bad++) {
    more = false
    const calls = watched((_call, _path, number) => {
      if (number === bad) more = true
      if (number === bad) throw failing('EIO')
    })
    const { text, faults } = await searched([root], { calls })
    failures += faults.length
    if (faults.length > 1) t.strictSame(faults, [], `call ${bad}`)
    for (const line of text.split('\n').filter(Boolean)) {
      const group = JSON.parse(line)
      const wrong = group.files.filter(
        ({ path }: { path: string }) => hashOf.get(path) !== group.hash,
      )
      if (wrong.length > 0) t.strictSame(wrong, [], `call ${bad}`)
    }
    const names = groupsOf(text).join(' ').split(' ').length
    if (names < 7) t.ok(names >= 7, `call ${bad}: ${names} names are left`)
  }
  t.ok(failures > 5, `${failures} failures were told`)
})

/** Changes a file when it is read for the first time. */
function changing(name: string, change: () => void): ReadCalls {
  let done = false
  return watched((call, path) => {
    if (call !== 'readSync' || path !== name || done) return
    done = true
    change()
  })
}

// prettier-ignore
const changes: [what: string, file: string, change: (path: string) => void, fault: RegExp, isSilent?: boolean][] = [
  ['grows',                            's2', (path) => writeFileSync(path, 'longer'),                          /changed/, true],
  ['shrinks',                          's2', (path) => truncateSync(path, 2),                                  /changed/],
  ['is written anew, of one size',     's2', (path) => writeFileSync(path, 'shirt'),                           /changed/, true],
  ['grows',                            'l2', (path) => truncateSync(path, LARGE + 1),                          /changed/],
  ['shrinks',                          'l2', (path) => truncateSync(path, LARGE - 1),                          /changed/],
  ['is another file',                  'l2', (path) => (unlinkSync(path), writeFileSync(path, Buffer.alloc(LARGE, 'long'))), /changed|replaced/],
  ['has another time',                 's2', (path) => utimesSync(path, 1, 1),                                 /changed/],
]

for (const [what, file, change, fault, isSilent = false] of changes)
  t.test(`${file} ${what} while it is read`, async (t) => {
    const root = plant(t.testdir())
    const calls = changing(file, () => change(join(root, file)))
    const { text, faults } = await searched([root], { calls })
    const want = ALL.map((names) =>
      names
        .split(' ')
        .filter((name) => name !== file)
        .join(' '),
    )
    t.strictSame(groupsOf(text), want)
    // Of one that is like no other by then nothing needs to be said.
    const isTold = faults.length === 1 && fault.test(faults[0]!) && faults[0]!.includes(file)
    t.ok(isTold || (faults.length === 0 && isSilent), String(faults))
  })

t.test('nothing is opened that no other has the size of', async (t) => {
  const root = t.testdir()
  for (let i = 1; i <= 50; i++) writeFileSync(join(root, `f${i}`), 'x'.repeat(i))
  let opens = 0
  const calls = watched((call) => void (call === 'openSync' && opens++))
  await searched([root], { calls })
  t.equal(opens, 0)
})

t.test('short files are opened once, long ones twice', async (t) => {
  const root = t.testdir()
  for (let i = 0; i < 40; i++) writeFileSync(join(root, `u${i}`), `${i}`.padStart(5000, 'x').split('').reverse().join('')) // prettier-ignore
  for (const name of ['s1', 's2']) writeFileSync(join(root, name), Buffer.alloc(5000, 'short'))
  for (const name of ['l1', 'l2']) writeFileSync(join(root, name), Buffer.alloc(LARGE, 'long'))
  const opens = new Map<string, number>()
  const calls = watched((call, path) => {
    if (call === 'openSync') opens.set(path, (opens.get(path) ?? 0) + 1)
  })
  await searched([root], { calls })
  t.strictSame(
    [...opens].filter(([path, n]) => n !== (path.startsWith('l') ? 2 : 1)),
    [],
  )
  t.equal(opens.size, 44)
})

t.test('too many files for the memory', async (t) => {
  const root = plant(t.testdir())
  await t.rejects(searched([root], { memory: 128 * 2 ** 20 + 500 }), {
    message: /more than 2 files, and --memory holds no more/,
  })
  await t.rejects(searched([root], { memory: 1 }), { message: /more than 0 files/ })
  t.strictSame(groupsOf((await searched([root], { memory: 128 * 2 ** 20 + 9 * 250 })).text), ALL)
})

t.test('stopped at any task: what comes back is proven', async (t) => {
  const root = plant(t.testdir())
  const counted: Task[] = []
  await searched([root], { onTask: (task) => counted.push(task) })
  t.ok(counted.length >= 3, `${counted.length} tasks`)
  for (let at = 0; at <= counted.length; at++) {
    const stop = new AbortController()
    let tasks = 0
    const asked: Asked = { stop: stop.signal, onTask: () => void (tasks++ === at && stop.abort()) }
    const groups = groupsOf((await searched([root], asked)).text)
    t.ok(groups.every((group) => ALL.some((all) => group.split(' ').every((name) => all.includes(name)))), `${groups}`) // prettier-ignore
    if (at === counted.length) t.strictSame(groups, ALL)
  }
})

const world = (faults: unknown[] = []) => ({
  cwd: Buffer.from('/'),
  fault: (fault: object) => void faults.push(fault),
  onPool: () => {},
})

t.test('with real threads', async (t) => {
  const root = t.testdir()
  for (let i = 0; i < 20; i++) {
    mkdirSync(join(root, `d${i}`))
    for (let k = 0; k < 40; k++) writeFileSync(join(root, `d${i}`, `f${k}`), `content ${k % 20}`)
  }
  plant(root)
  for (const name of ['huge1', 'huge2']) {
    writeFileSync(join(root, name), 'huge') // so long that other threads read them
    truncateSync(join(root, name), 64 * 2 ** 20)
  }
  const { text: want } = await searched([root])
  t.ok(groupsOf(want).includes('huge1 huge2'))
  for (const threads of [1, 3]) {
    const { text, faults } = await searched([root], { threads, isThreaded: true })
    t.equal(text, want, `${threads} threads`)
    t.strictSame(faults, [])
  }
  const { threads: _, ...others } = searchSettings()
  const found = await search([Buffer.from(root)], others, world())
  t.equal(untimedText([...found.text('size')].join('')), want, 'as many threads as there are cores')
})

t.test(
  'what is told meanwhile: files that are found, bytes that are to be read, and that were',
  async (t) => {
    const root = plant(t.testdir())
    writeFileSync(join(root, 'alone'), 'alone in its size')
    const told: [what: string, count: number][] = []
    let read = 0
    const onPlan = (bytes: number, done: () => number) => {
      told.push(['bytes', bytes])
      read = done()
    }
    const onWalked = (files: number) => void told.push(['files', files])
    await searched([root], { onPlan, onWalked })
    const sum = (what: string) => told.filter(([other]) => other === what).reduce((all, [, count]) => all + count, 0) // prettier-ignore
    t.equal(sum('files'), 10)
    t.equal(sum('bytes'), 4 * 'short'.length + 3 * (LARGE + 2 * 4096))
    t.equal(told.findLastIndex(([what]) => what === 'files') < told.findIndex(([what]) => what === 'bytes'), true) // prettier-ignore
    t.equal(read, 0, 'short files and samples are less than is counted')
  },
)

for (const memory of [2 ** 28, 2 ** 33, 2 ** 40, 2 ** 45])
  t.test(`${memory / 2 ** 20} MiB may be taken: the same is found`, async (t) => {
    const { text, faults } = await searched([plant(t.testdir())], { memory })
    t.strictSame(groupsOf(text), ALL)
    t.strictSame(faults, [])
  })

// prettier-ignore
const ends: [what: string, asked: Partial<Search>, fails: (task: Task) => boolean, want: { message: string | RegExp } | undefined][] = [
  ['when all is well',      {},                           () => false,                                         undefined],
  ['when it is stopped',    { stop: AbortSignal.abort() }, () => false,                                        undefined],
  ['after too many files',  { memory: 1 },                () => false,                                         { message: /more than 0 files/ }],
  ['when a thread dies while it walks', {},               (task) => 'walk' in task,                            { message: 'a thread has died' }],
  ['when it compares',      {},                           (task) => kindOf(task) === 'shorts',                 { message: 'a thread has died' }],
  ['when it samples',       {},                           (task) => kindOf(task) === 'sample',                 { message: 'a thread has died' }],
  ['when it digests',       {},                           (task) => kindOf(task) === 'digest',                 { message: 'a thread has died' }],
  ['when it reads a class', {},                           (task) => kindOf(task) === 'classes',                { message: 'a thread has died' }],
]

for (const [what, asked, fails, want] of ends)
  t.test(`threads are ended ${what}`, async (t) => {
    const root = plant(t.testdir())
    for (const name of ['h1', 'h2']) {
      writeFileSync(join(root, name), '')
      truncateSync(join(root, name), 3 * 2 ** 20) // as most of the work, they are no class
    }
    let closed = 0
    const answer: How['answer'] = (act, task) => {
      if (fails(task)) throw new Error('a thread has died')
      return act()
    }
    const makeCrew = (
      work: WorkSettings,
      rules: Rules,
      { threads }: { readonly threads: number },
    ) => ({
      ...dupesCrew(worker(work, rules), { threads, answer }),
      close: () => void closed++,
    })
    const searching = search(
      [Buffer.from(root)],
      { ...searchSettings(), ...asked },
      world(),
      makeCrew,
    )
    if (want === undefined) await searching
    else await t.rejects(searching, want)
    t.equal(closed, 1)
  })

t.test('another reply than to what was asked', async (t) => {
  const answer = () => ({ digests: { states: new Uint8Array(), hex: '', failures: [] } })
  await t.rejects(searched([plant(t.testdir())], { answer }), { message: /another reply/ })
})

t.test('the rules of the walk, the algorithm, and what cannot be walked', async (t) => {
  const root = plant(t.testdir({ sub: { s5: 'short' } }))
  const { text, faults } = await searched([root, join(root, 'none')], { walk: { maxDepth: 1, name: ['s*'] }, algo: 'md5' }) // prettier-ignore
  t.strictSame(groupsOf(text), ['s1 s1-too s2 s3 s4'])
  t.match(JSON.parse(text), { algo: 'md5', hash: digestHex('md5', Buffer.from('short')) })
  t.strictSame(faults, [`stat ${join(root, 'none')}: ENOENT`])
})

t.test('names of every kind, reached one by one', async (t) => {
  const root = t.testdir()
  const names = [
    '\xff',
    '\xfe\n',
    'é',
    '"',
    '\x01',
    'n'.repeat(255),
    '\xe9'.repeat(255),
    ' ',
    '-rf',
  ]
  for (const name of names) writeFileSync(Buffer.from(`${root}/${name}`, 'latin1'), 'the same')
  for (const isThreaded of [false, true]) {
    const { text, faults } = await searched([root], { isThreaded })
    t.strictSame(pathsOf(text), [names.map((name) => `${root}/${name}`).sort()])
    t.strictSame(faults, [])
  }
})

t.test('times outside 64 bits', async (t) => {
  const root = t.testdir({ a: 'x', b: 'x' })
  utimesSync(join(root, 'a'), 16_725_225_600, 16_725_225_600) // the year 2500
  utimesSync(join(root, 'b'), -2_500_000_000, -2_500_000_000) // 1890
  const { text, faults } = await searched([root])
  const want = ['a', 'b'].map((name) =>
    String(statSync(join(root, name), { bigint: true }).mtimeNs),
  )
  const files = JSON.parse(text).files.map(({ mtimeNs }: { mtimeNs: string }) => mtimeNs)
  t.strictSame(files, want)
  t.strictSame(faults, [])
})
