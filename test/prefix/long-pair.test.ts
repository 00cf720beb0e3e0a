import t from 'tap'
import { Findings } from '../../lib/prefix/findings.js'
import { compareLong } from '../../lib/prefix/long-pair.js'
import { END, NONE } from '../../lib/prefix/relations.js'
import type { Long } from '../../lib/prefix/resolve-clusters.js'
import { crewHere, listedOnly } from '../helper/remembered.js'
import { vastReads, vastRecord, type Vast } from '../helper/vast-files.js'

const MiB = 2 ** 20
const SIZE = 100 * MiB
/** The pair was equal up to here. */
const AT = 5 * MiB

type Fails = (path: string, from: number) => boolean

type Pair = {
  readonly a?: Partial<Vast> & { readonly length?: number }
  readonly b?: Partial<Vast> & { readonly length?: number }
  readonly parent?: number
  readonly isZero?: boolean
  readonly fails?: Fails
}

/** Files 1 and 4 of six; the cluster has them at its places 2 and 0, and file 3 at 1. */
async function compared({ a, b, parent = NONE, isZero = false, fails = () => false }: Pair) {
  const vast = (path: string, own: Partial<Vast> = {}) => ({ path, size: SIZE, byte: 7, ...own })
  const files = ['/0', '/a', '/2', '/p', '/b', '/5'].map((path) =>
    vast(path, path === '/a' ? a : path === '/b' ? b : {}),
  )
  const fs = vastReads(files, (path, from) => {
    if (fails(path, from)) throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' })
  })
  const { crew, tasks } = crewHere(fs)
  const found = new Findings(6)
  const member = (file: number, number: number, own: Pair['a']) => {
    const { size } = files[number]!
    return { file, size, length: own?.length ?? size }
  }
  const long: Long = { pair: [member(2, 1, a), member(0, 4, b)], at: AT, parent, isZero }
  const faults: string[] = []
  found.fail = ({ file }) => faults.push(files[file]!.path)
  await compareLong(long, Uint32Array.of(4, 3, 1), listedOnly(files.map(vastRecord)), found, crew)
  const begins = (file: number, end: number) =>
    found.parent.includes(file) && (found.end[file]! & end) !== 0
  const words = files.flatMap(({ path }, file) => [
    ...[...found.twins.from(file)].slice(1).map((twin) => `${path} = ${files[twin]!.path}`),
    ...(found.parent[file] === NONE ? [] : [`${files[found.parent[file]!]!.path} < ${path}`]),
    ...(begins(file, END.zeros) ? [`${path} zeros`] : []),
    ...(begins(file, END.lines) ? [`${path} lines`] : []),
  ])
  return { words, faults, tasks }
}

const shorter = SIZE - 3 * MiB - 1
const half = { but: { [SIZE / 2]: 8 } }

// prettier-ignore
const cases: [name: string, pair: Pair, want: string[]][] = [
  ['equal',                                       {},                                                    ['/a = /b']],
  ['unlike in the last byte',                     { b: { but: { [SIZE - 1]: 8 } } },                     []],
  ['unlike in the first byte that is compared',   { b: { but: { [AT]: 8 } } },                           []],
  ['what was compared before is not again',       { b: { but: { [AT - 1]: 8 } } },                       ['/a = /b']],
  ['unlike in the middle',                        { a: half },                                           []],
  ['unlike right before the end is looked at',    { a: { but: { [SIZE - 4097]: 8 } } },                  []],
  ['unlike where two ranges meet',                { a: { but: { [AT + 32 * MiB]: 8 } } },                []],
  ['unlike right before they meet',               { a: { but: { [AT + 32 * MiB - 1]: 8 } } },            []],
  ['one is the beginning',                        { a: { size: shorter } },                              ['/a < /b']],
  ['the other one is',                            { b: { size: shorter } },                              ['/b < /a']],
  ['the beginning is unlike in its last byte',    { b: { size: shorter, but: { [shorter - 1]: 8 } } },   []],
  ['behind its end nothing matters',              { a: { size: shorter }, b: { but: { [shorter]: 8 } } }, ['/a < /b']],
  ['both begin with a third',                     { parent: 1, a: half },                                ['/p < /a', '/p < /b']],
  ['equal, and they begin with a third',          { parent: 1 },                                         ['/p < /a', '/a = /b']],
  ['a chain of three',                            { parent: 1, a: { size: shorter } },                   ['/p < /a', '/a < /b']],
  ['zeros',                                       { isZero: true, a: { byte: 0, size: shorter }, b: { byte: 0 } }, ['/a zeros', '/a < /b']],
  ['zeros, but not before',                       { a: { byte: 0, size: shorter }, b: { byte: 0 } },     ['/a < /b']],
  ['zeros, but for one',                          { isZero: true, a: { byte: 0, size: shorter, ...half }, b: { byte: 0, ...half } }, ['/a < /b']],
  ['zeros, but for the last',                     { isZero: true, a: { byte: 0, but: { [SIZE - 1]: 1 } }, b: { byte: 0, but: { [SIZE - 1]: 1 } } }, ['/a = /b']],
  ['text',                                        { a: { byte: 65, size: shorter, but: { [shorter - 1]: 10 } }, b: { byte: 65, but: { [shorter - 1]: 10 } } }, ['/a lines', '/a < /b']],
  ['zeros were cut from one: it is the beginning', { a: { length: shorter, byte: 9 }, b: { size: shorter, byte: 9 } }, ['/a < /b']],
  ['zeros were cut from both: the one with fewer', { a: { length: shorter }, b: { length: shorter, size: SIZE - 1 } }, ['/b < /a']],
  ['as many zeros were cut from both',            { a: { length: shorter }, b: { length: shorter } },    ['/a = /b']],
]

for (const [name, pair, want] of cases)
  t.test(name, async (t) => {
    const { words, faults } = await compared(pair)
    t.strictSame(words.sort(), want.toSorted())
    t.strictSame(faults, [])
  })

t.test('where the ends differ nothing else is read', async (t) => {
  const { tasks } = await compared({ b: { but: { [SIZE - 4096]: 8 } } })
  t.strictSame(ranges(tasks), [[SIZE - 4096, SIZE]])
})

t.test('each byte is compared once, and none before', async (t) => {
  const { tasks } = await compared({})
  const sorted = ranges(tasks).sort((a, b) => a[0]! - b[0]!)
  t.ok(sorted.length > 2)
  t.equal(sorted[0]![0], AT)
  t.equal(sorted.at(-1)![1], SIZE)
  for (const [i, [from]] of sorted.entries()) if (i > 0) t.equal(from, sorted[i - 1]![1])
})

function ranges(tasks: Awaited<ReturnType<typeof compared>>['tasks']): number[][] {
  return tasks.map((task) => ('range' in task ? [task.range.from, task.range.to] : []))
}

// prettier-ignore
const failing: [name: string, fails: Fails, want: string[]][] = [
  ['one, at its end',       (path, from) => path === '/a' && from >= SIZE - 4096,  ['/a']],
  ['the other, at its end', (path, from) => path === '/b' && from >= SIZE - 4096,  ['/b']],
  ['one, in the middle',    (path, from) => path === '/a' && from === AT + 32 * MiB, ['/a']],
  ['the other, there',      (path, from) => path === '/b' && from === AT + 32 * MiB, ['/b']],
]

for (const [name, fails, want] of failing)
  t.test(`it cannot be read: ${name}`, async (t) => {
    const { words, faults } = await compared({ fails, parent: 1 })
    t.strictSame(faults, want)
    const other = want[0] === '/a' ? '/b' : '/a'
    t.ok(words.includes(`/p < ${other}`), 'what was known of the other is still so')
    t.notOk(words.some((word) => word.includes('=')))
  })
