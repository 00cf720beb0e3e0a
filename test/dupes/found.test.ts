import t from 'tap'
import { DigestColumn, STATE } from '../../lib/dupes/digest-column.js'
import { fileColumns } from '../../lib/dupes/file-columns.js'
import { Found, SORTS } from '../../lib/dupes/found.js'
import { FileList } from '../../lib/dupes/runs.js'
import { Chains } from '../../lib/sort/chains.js'
import { made, type Made } from '../helper/made-files.js'
import { pathsOf } from '../helper/made-search.js'
import { recordOf, tableOf } from '../helper/made-table.js'

type Facts = {
  readonly files: readonly Made[]
  /** Of a name that was read to a further one. */
  readonly chained?: readonly (readonly [first: number, other: number])[]
  readonly groups?: readonly (readonly number[])[]
  readonly few?: readonly number[]
  readonly isFew?: boolean
  readonly hardLinks?: boolean
  readonly isTrusted?: boolean
  readonly isAllRead?: boolean
}

const digit = (file: number) => (file + 1).toString(16).padStart(2, '0').repeat(32)

/** What was found of these files; the digest of each is its number. */
function found({
  files,
  chained = [],
  groups = [],
  few = [],
  isFew = false,
  hardLinks = false,
  isTrusted = true,
  isAllRead = true,
}: Facts): Found {
  const names = new Chains(files.length)
  for (const [first, other] of chained) names.add(first, other)
  const digests = new DigestColumn(files.length, 32)
  for (const [first] of groups) digests.set(first!, STATE.proven, digit(first!))
  const list = new FileList()
  list.add(Uint32Array.from(few))
  /** Some of few copies are only known once the groups were gone through. */
  function* lists() {
    for (const group of groups)
      if (group.length > 1 || !isFew) yield Uint32Array.from(group)
      else list.add(Uint32Array.from(group))
  }
  const table = tableOf(files)
  return new Found(table, { groups: lists(), few: list, names }, { columns: fileColumns(table), digests, algo: 'blake3', readNs: '7', isTrusted: () => isTrusted, isAllRead, isFew, hardLinks }) // prettier-ignore
}

async function records(facts: Facts, sort: (typeof SORTS)[number]) {
  const all: object[] = []
  for await (const batch of found(facts).batches(sort))
    for (const record of batch)
      all.push(record.type === 'group' ? { ...record, files: [...record.files] } : record)
  return all
}

const text = (facts: Facts, sort: (typeof SORTS)[number] = 'size') => [...found(facts).text(sort)].join('') // prettier-ignore

const files = [
  made('/b/0', { size: 9 }),
  made('/a/1', { size: 9 }),
  made('/b/2', { size: 5, nlink: 2 }),
  made('/a/3', { size: 5 }),
  made('/0', { size: 5, root: '/' }),
  made('/\xff', { size: 3, root: '/\xff' }),
  made('/\xc3\xa9', { size: 3, mtimeNs: 2n ** 64n + 1n, ctimeNs: -(2n ** 65n) }),
  made('/new\nline', { size: 3, ino: 2n ** 64n - 1n, dev: 2n ** 63n }),
]

const facts: Facts = { files, chained: [[2, 4]], groups: [[0, 1], [2, 3], [6, 7, 5]] } // prettier-ignore

t.test('records name the machine where that is asked for; those for people do not', async (t) => {
  for (const isFew of [false, true]) {
    const facts = { files, groups: [[0, 1]], few: [2], isFew }
    const plain = [...found(facts).text('size')].join('')
    const named = [...found(facts).text('size', 'nas1')].join('')
    t.equal(named, plain.replaceAll(/("blocks":\d+)/g, '$1,"host":"nas1"'))
    t.not(named, plain)
  }
})

t.test(
  'a line for each group: the head of what was read, and all names by their bytes',
  async (t) => {
    const group = (size: number, read: number, members: number[]) =>
    `${JSON.stringify({ type: 'group', size, hash: digit(read), algo: 'blake3', files: members.map((file) => ({ ...recordOf(files[file]!), readNs: '7' })) })}\n` // prettier-ignore
    const lines = [group(9, 0, [1, 0]), group(5, 2, [4, 3, 2]), group(3, 6, [7, 6, 5])]
    t.equal(text(facts, 'size'), lines.join(''))
    t.equal(text(facts, 'path'), [lines[1], lines[0], lines[2]].join(''))
  },
)

t.test('the text is what the records are', async (t) => {
  for (const sort of SORTS) {
    const all = await records(facts, sort)
    t.equal(all.map((record) => `${JSON.stringify(record)}\n`).join(''), text(facts, sort))
  }
  const few: Facts = { files, few: [1, 5, 2], chained: [[2, 4]], isFew: true } // prettier-ignore
  const all = await records(few, 'size')
  t.equal(all.map((record) => `${JSON.stringify(record)}\n`).join(''), text(few))
})

for (const count of [2, 127, 128, 129, 256, 257, 1000])
  t.test(`a group of ${count} comes in pieces, each of few members`, async (t) => {
    const members = Array.from({ length: count }, (_, i) =>
      made(`/${String(count - i).padStart(4, '0')}`),
    )
    const facts = { files: members, groups: [[...members.keys()]] }
    const pieces = [...found(facts).text('size')]
    for (const piece of pieces) t.ok(piece.split('"path":').length - 1 <= 128)
    const parsed = JSON.parse(pieces.join(''))
    t.strictSame(parsed, (await records(facts, 'size'))[0])
    t.equal(parsed.files.length, count)
    t.ok(pieces.at(-1)!.endsWith(']}\n'))
  })

t.test('by path: a further name may be the first', async (t) => {
  const some = ['/d', '/c', '/b', '/a', '/b2'].map((path) => made(path))
  const facts = { files: some, chained: [[0, 3]], groups: [[1, 2], [0, 4]] } as const // prettier-ignore
  t.strictSame(pathsOf(text(facts, 'size')), [['/b', '/c'], ['/a', '/b2', '/d']]) // prettier-ignore
  t.strictSame(pathsOf(text(facts, 'path')), [['/a', '/b2', '/d'], ['/b', '/c']]) // prettier-ignore
})

t.test('files with few copies: all names, in the order of their inodes', async (t) => {
  const some = [
    made('/z', { dev: 8n, ino: 1n }),
    made('/b', { dev: 7n, ino: 2n ** 63n }),
    made('/c', { dev: 7n, ino: 5n }),
    made('/a', { dev: 7n, ino: 2n ** 63n }),
    made('/d', { dev: 2n ** 64n - 1n, ino: 1n }),
  ]
  const lines = (order: number[]) => order.map((file) => `${JSON.stringify(recordOf(some[file]!))}\n`).join('') // prettier-ignore
  const cases: [facts: Partial<Facts>, want: number[]][] = [
    [{ few: [4, 0, 1, 2], chained: [[1, 3]] }, [2, 3, 1, 0, 4]],
    [{ few: [3, 1] }, [3, 1]],
    [{ few: [0], groups: [[2], [1, 3]] }, [2, 0]],
    [{}, []],
  ]
  for (const [facts, want] of cases)
    t.equal(text({ files: some, isFew: true, ...facts }), lines(want))
})

type Sum = readonly [what: string, facts: Facts, want: string]

const copy = (fields: Partial<Made>) => made('/x', { size: 1e6, blocks: 2048, ...fields })

/** Names of one inode. */
const linked = (nlink: number) => {
  const first = copy({ nlink })
  return Array.from({ length: nlink }, () => ({ ...first }))
}

// prettier-ignore
const sums: Sum[] = [
  ['nothing',                  { files: [] },                                                            'looked at 0 files: no two have the same content'],
  ['one file',                 { files: [copy({})] },                                                    'looked at 1 file: no two have the same content'],
  ['a pair',                   { files: [copy({}), copy({})], groups: [[0, 1]] },                        'looked at 2 files: 1 group, 1 copy too many, 1.0 MiB could be freed'],
  ['two groups',               { files: [copy({}), copy({}), copy({}), copy({}), copy({})], groups: [[0, 1], [2, 3, 4]] }, 'looked at 5 files: 2 groups, 3 copies too many, 3.0 MiB could be freed'],
  ['what takes nothing',       { files: [copy({ blocks: 0 }), copy({ blocks: 0 })], groups: [[0, 1]] },  'looked at 2 files: 1 group, 1 copy too many, 0 B could be freed'],
  ['one that has a name elsewhere stays', { files: [copy({ nlink: 2 }), copy({})], groups: [[0, 1]] },   'looked at 2 files: 1 group, 1 copy too many, 1.0 MiB could be freed'],
  ['both have',                { files: [copy({ nlink: 2 }), copy({ nlink: 3 })], groups: [[0, 1]] },    'looked at 2 files: 1 group, 1 copy too many, 0 B could be freed'],
  ['all names are here',       { files: [...linked(2), copy({})], chained: [[0, 1]], groups: [[0, 2]] }, 'looked at 2 files under 3 names (1 hard link): 1 group, 1 copy too many, 1.0 MiB could be freed'],
  ['each name is wanted',      { files: linked(3), chained: [[0, 1], [0, 2]], groups: [[0]], hardLinks: true }, 'looked at 1 file under 3 names (2 hard links): 1 group, 2 copies too many, 0 B could be freed'],
  ['not more than is certain', { files: [copy({ blocks: 8 }), copy({})], groups: [[0, 1]] },             'looked at 2 files: 1 group, 1 copy too many, 4.0 KiB could be freed'],
  ['few copies',               { files: [copy({}), copy({}), copy({})], few: [0, 2], isFew: true },      'looked at 3 files: 2 files with fewer copies'],
  ['few, under several names', { files: [...linked(3), copy({})], few: [0, 1, 2, 3], isFew: true },      'looked at 2 files under 4 names (2 hard links): 2 files under 4 names with fewer copies'],
  ['only hard links',          { files: [...linked(3), ...linked(2)] },                                  'looked at 2 files under 5 names (3 hard links): no two files have the same content'],
  ['made-up inodes',           { files: linked(3), isTrusted: false },                                   'looked at 3 files: no two have the same content'],
  ['one whose others are not here', { files: [copy({ nlink: 3 })] },                                     'looked at 1 file: no two have the same content'],
  ['what could not be read',   { files: [copy({})], isAllRead: false },                                  'looked at 1 file: no two of those that could be read have the same content'],
  ['none of few copies',       { files: [copy({})], isFew: true },                                       'looked at 1 file: 0 files with fewer copies'],
]

for (const [what, facts, want] of sums)
  t.test(`the sum: ${what}`, async (t) => {
    for (const sort of SORTS) {
      const one = found(facts)
      t.ok(one.isEmpty)
      for (const _ of one.text(sort));
      t.equal(one.summary, want)
      t.equal(one.isEmpty, /no two|: 0 files with/.test(want), want)
    }
  })
