import t from 'tap'
import type { FileRecord } from '../../lib/record/file.js'
import { findRelations } from '../../lib/prefix/find-relations.js'
import { Findings } from '../../lib/prefix/findings.js'
import { lookAtWaiting } from '../../lib/prefix/look-at-waiting.js'
import { NONE } from '../../lib/prefix/relations.js'
import type { WorkSettings } from '../../lib/prefix/work.js'
import { CountedReads } from '../helper/counted-reads.js'
import { crewHere, remembered } from '../helper/remembered.js'

type Content = readonly [path: string, content: Buffer, fields?: Partial<FileRecord>]

/** What is found about files that were looked into, in words; and how often each was opened since. */
async function related(
  contents: readonly Content[],
  settings: Partial<WorkSettings> = {},
  harm: (fs: CountedReads) => void = () => {},
) {
  const fs = new CountedReads(contents.map(([path, content]) => [path, content]))
  const records = fs.records().map((record, i) => ({ ...record, ...contents[i]![2] }) as FileRecord)
  const files = remembered(records, fs, settings)
  const found = new Findings(files.count)
  const { crew, tasks } = crewHere(fs, settings)
  await lookAtWaiting(Uint32Array.from(contents.keys()), files, found, crew)
  tasks.length = fs.opens = 0
  harm(fs)
  await findRelations(Uint32Array.from(contents.keys()), files, found, crew)
  const path = (file: number) => contents[file]![0]
  const words = contents.flatMap(([name], file) => [
    ...(found.isTwin[file]
      ? []
      : [...found.twins.from(file)].slice(1).map((twin) => [name, path(twin)].sort().join('='))),
    ...(found.parent[file] === NONE ? [] : [`${path(found.parent[file]!)}<${name}`]),
  ])
  const faults: string[] = []
  found.report(files, ({ path }) => faults.push(path && 'path' in path ? path.path! : '?'))
  t.equal(fs.open, 0)
  return { words: words.sort(), faults, opens: fs.opens, tasks }
}

const text = (path: string, content: string, fields: Partial<FileRecord> = {}): Content => [
  path,
  Buffer.from(content),
  fields,
]
const digest = (byte: string, algo: string | undefined = 'md5') => ({
  hash: byte.repeat(16),
  ...(algo && { algo }),
})
const long = (last: string) => Buffer.concat([Buffer.alloc(9000, 'x'), Buffer.from(last)])

// prettier-ignore
const cases: [name: string, contents: Content[], words: string[], opens: number][] = [
  ['no file',                              [],                                                                [],                       0],
  ['unlike files are not opened again',    [text('/a', 'abc'), text('/b', 'abd'), text('/c', 'b')],           [],                       0],
  ['equal ones are',                       [text('/a', 'abc'), text('/b', 'abc'), text('/c', 'b')],           ['/a=/b'],                2],
  ['a beginning',                          [text('/a', 'abc'), text('/b', 'ab')],                             ['/b</a'],                2],
  ['two clusters',                         [text('/a', 'ab'), text('/b', 'x'), text('/c', 'abc'), text('/d', 'xy')], ['/a</c', '/b</d'], 4],
  ['unlike behind the first block',        [['/a', long('a')], ['/b', long('b')]],                            [],                       2],
  ['equal behind it',                      [['/a', long('a')], ['/b', long('a')]],                            ['/a=/b'],                2],
  ['digests say that they differ',         [['/a', long('a'), digest('ab')], ['/b', long('b'), digest('cd')]], [],                      0],
  ['one has none',                         [['/a', long('a'), digest('ab')], ['/b', long('b')]],              [],                       2],
  ['two kinds',                            [['/a', long('a'), digest('ab')], ['/b', long('a'), digest('cd', 'sha1')]], ['/a=/b'],      2],
  ['digests of no kind tell nothing',      [['/a', long('a'), digest('ab', '')], ['/b', long('a'), digest('cd', '')]], ['/a=/b'],      2],
  ['digests of files of two sizes',        [['/a', long('a'), digest('ab')], ['/b', long(''), digest('cd')]], ['/b</a'],                2],
]

for (const [name, contents, words, opens] of cases)
  t.test(name, async (t) => {
    const found = await related(contents)
    t.strictSame(found.words, words)
    t.equal(found.opens, opens)
    t.strictSame(found.faults, [])
  })

t.test('one that cannot be read is told by its own number', async (t) => {
  const contents = [text('/x', 'x'), text('/a', 'abc'), text('/b', 'abc'), text('/c', 'abc')]
  const { words, faults } = await related(contents, {}, (fs) => {
    fs.onRead = (path) => {
      if (path === '/b') throw new Error('sorry')
    }
  })
  t.strictSame(words, ['/a=/c'])
  t.strictSame(faults, ['/b'])
})

t.test('a long pair is compared, too', async (t) => {
  const [a, b] = ['a', 'b'].map((last) =>
    Buffer.concat([Buffer.alloc(90_000, 'x'), Buffer.from(last)]),
  )
  const contents: Content[] = [
    ['/a', a!],
    ['/b', a!],
    ['/y', Buffer.from('y')],
  ]
  const same = await related(contents, { longBytes: 10_000 })
  t.strictSame(same.words, ['/a=/b'])
  t.ok(same.tasks.some((task) => 'range' in task))
  const other = await related(
    [
      ['/a', a!],
      ['/b', b!],
    ],
    { longBytes: 10_000 },
  )
  t.strictSame(other.words, [])
})

t.test('who is known to be equal to another is not asked', async (t) => {
  const fs = new CountedReads([
    ['/a', Buffer.from('abc')],
    ['/b', Buffer.from('abc')],
  ])
  const files = remembered(fs.records(), fs)
  const found = new Findings(2)
  found.join(0, 1)
  const { crew, tasks } = crewHere(fs)
  await findRelations(Uint32Array.of(0, 1), files, found, crew)
  t.strictSame(tasks, [])
})

t.test('many small clusters share a task, a large one stays whole', async (t) => {
  const pairs = Array.from({ length: 500 }, (_, i) => [
    text(`/a${i}`, `${i}: small`),
    text(`/b${i}`, `${i}: small`),
  ]).flat()
  const small = await related(pairs)
  t.equal(small.words.length, 500)
  t.ok(small.tasks.length > 1 && small.tasks.length <= 10, `${small.tasks.length} tasks`)
  const large = await related(Array.from({ length: 1000 }, (_, i) => text(`/${i}`, 'one')))
  t.equal(large.words.length, 999)
  t.equal(large.tasks.length, 1)
})
