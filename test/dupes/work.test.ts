import t from 'tap'
import { digestHex } from '../../lib/digest/digest.js'
import { STATE } from '../../lib/dupes/digest-column.js'
import { bytesCounted, newReadCount } from '../../lib/dupes/read-count.js'
import { worker, type Reply, type Task } from '../../lib/dupes/work.js'
import { walkRules } from '../../lib/walk/rules.js'
import { contentOf, failure, made, MadeFiles, type Made } from '../helper/made-files.js'
import { tableOf } from '../helper/made-table.js'
import { top } from '../helper/walked.js'

const RULES = await walkRules({})
const { sampled, proven, alone, failed } = STATE

/** What a thread does with made-up files. */
function example(
  files: readonly Made[],
  algo: 'blake3' | 'sha1' = 'blake3',
  listed: readonly Made[] = files,
) {
  const fs = new MadeFiles(files)
  const bytesRead = newReadCount()
  const work = worker({ walk: {}, algo, files: tableOf(listed).memory, bytesRead }, RULES, fs)
  const run = (task: Task): Reply => structuredClone(work(structuredClone(task)))
  const digests = (task: Task) => {
    const reply = run(task)
    if (!('digests' in reply)) throw new Error('another reply')
    t.equal(fs.asked.open, 0, 'nothing stays open')
    const { states, ...rest } = reply.digests
    return { states: [...states], ...rest }
  }
  return { fs, digests, bytes: () => bytesCounted(bytesRead) }
}

const all = (files: readonly Made[]) => Uint32Array.from(files.keys())
const digest = (file: Made, algo: 'blake3' | 'sha1' = 'blake3') => digestHex(algo, contentOf(file))

const files = [
  made('/a'),
  made('/gone'),
  made('/b', { but: { 9: 9 } }),
  made('/bad'),
  made('/\xff', { size: 70_000 }),
]

for (const algo of ['blake3', 'sha1'] as const)
  t.test(`files are read whole, ${algo}: one that fails never stops the others`, async (t) => {
    const { fs, digests } = example(files, algo)
    fs.remove('/gone')
    fs.onCall = ({ name, path }) => {
      if (name === 'read' && path === '/bad') throw failure('EIO')
    }
    t.strictSame(digests({ files: all(files), act: 'digest' }), {
      states: [proven, failed, proven, failed, proven],
      hex: [files[0]!, files[2]!, files[4]!].map((file) => digest(file, algo)).join(''),
      failures: [
        { place: 1, code: 'ENOENT', message: 'ENOENT: sorry' },
        { place: 3, code: 'EIO', message: 'EIO: sorry' },
      ],
    })
  })

t.test('files are sampled', async (t) => {
  const { fs, digests } = example(files)
  fs.remove('/gone')
  const { states, hex, failures } = digests({ files: all(files), act: 'sample' })
  t.strictSame(states, [sampled, failed, sampled, sampled, sampled])
  t.equal(hex.length, 4 * 32)
  t.equal(hex.slice(0, 32), hex.slice(64, 96), '/a is like /bad')
  t.not(hex.slice(0, 32), hex.slice(32, 64), 'and not like /b')
  t.match(failures, [{ place: 1, code: 'ENOENT' }])
})

t.test('what has changed has no code, but a reason', async (t) => {
  for (const act of ['sample', 'digest'] as const) {
    const { fs, digests } = example([made('/a')], 'blake3', [made('/a', { ino: 1n })])
    fs.change('/a', { size: 5 })
    t.strictSame(digests({ files: Uint32Array.of(0), act }).failures, [
      { place: 0, code: '', message: 'was replaced by another file since it was listed' },
    ])
  }
})

t.test('classes, one after the other', async (t) => {
  const size = 70_000
  const pairs = [
    made('/a1', { size }),
    made('/a2', { size }),
    made('/b1', { size: size + 1 }),
    made('/b2', { size: size + 1, but: { 40_000: 9 } }),
    made('/c1', { size }),
    made('/c2', { size }),
    made('/c3', { size, but: { 40_000: 9 } }),
  ]
  const { fs, digests } = example(pairs)
  fs.remove('/c2')
  const ends = [
    { end: 2, mayBeAlone: true },
    { end: 4, mayBeAlone: true },
    { end: 7, mayBeAlone: false },
  ]
  t.strictSame(digests({ classes: all(pairs), ends }), {
    states: [proven, proven, alone, alone, proven, failed, proven],
    hex: [0, 1, 4, 6].map((place) => digest(pairs[place]!)).join(''),
    failures: [{ place: 5, code: 'ENOENT', message: 'ENOENT: sorry' }],
  })
})

t.test('what is read is counted, in all kinds of tasks', async (t) => {
  const pair = ['/1', '/2'].map((path) => made(path, { size: 2 ** 20 }))
  const { digests, bytes } = example(pair)
  digests({ files: all(pair), act: 'digest' })
  t.equal(bytes(), 2 ** 21)
  digests({ classes: all(pair), ends: [{ end: 2, mayBeAlone: true }] })
  t.equal(bytes(), 2 ** 22)
})

t.test('short files, compared: one digest for those that are equal', async (t) => {
  const shorts = [
    made('/a1'),
    made('/a2'),
    made('/a3', { but: { 9: 9 } }),
    made('/b1', { size: 6000 }),
    made('/gone', { size: 6000 }),
  ]
  for (const mayBeAlone of [true, false]) {
    const { fs, digests } = example(shorts)
    fs.remove('/gone')
    const task = { shorts: all(shorts), ends: Uint32Array.of(3, 5), mayBeAlone }
    t.strictSame(digests(task), {
      states: [proven, 0, mayBeAlone ? alone : proven, proven, failed],
      hex: (mayBeAlone ? [0, 3] : [0, 2, 3]).map((place) => digest(shorts[place]!)).join(''),
      failures: [{ place: 4, code: 'ENOENT', message: 'ENOENT: sorry' }],
      shared: Uint32Array.of(0, 1, 0, 0, 0),
    })
  }
})

t.test('nothing to do', async (t) => {
  const { digests } = example([])
  const none = { states: [], hex: '', failures: [] }
  t.strictSame(digests({ files: all([]), act: 'digest' }), none)
  t.strictSame(digests({ classes: all([]), ends: [] }), none)
})

t.test('a part of a tree', async (t) => {
  const root = t.testdir({ a: 'aaa', b: { c: 'c' }, d: 'd', empty: '' })
  const table = tableOf([made('/room'), made('/for'), made('/some')], [])
  const settings = { walk: {}, algo: 'sha1', files: table.memory, bytesRead: newReadCount() } as const // prettier-ignore
  const work = worker(settings, RULES)
  const walk = [{ dir: top(root), names: undefined }]
  const walked = (names: number) => {
    const reply = structuredClone(work({ walk, names }))
    if (!('walked' in reply)) throw new Error('another reply')
    for (const rows of reply.walked.found) table.add(rows)
    return reply.walked
  }
  t.match(walked(1), { left: [{ names: 'b/d/empty' }], faults: [] })
  t.strictSame([...table.files()].map((file) => table.path(file)), [`${root}/a`]) // prettier-ignore
  const { left, found } = walked(100)
  t.strictSame(left, [])
  t.ok(found.some(({ isCut }) => isCut), 'there is room for three') // prettier-ignore
  t.equal(table.count, 3)
})
