import { linkSync } from 'node:fs'
import t from 'tap'
import { readJdupes } from '../../lib/import/read-jdupes.js'
import { parseGroup } from '../../lib/record/group.js'
import { chunksOf } from '../helper/bytes.js'
import { nameOf } from '../helper/plan.js'

type Set = [size: number, ...paths: string[]]

const doc = (sets: readonly Set[], commandLine = 'jdupes -rj .') =>
  JSON.stringify({
    jdupesVersion: '1.21.3',
    commandLine,
    matchSets: sets.map(([fileSize, ...paths]) => ({
      fileSize,
      fileList: paths.map((filePath) => ({ filePath })),
    })),
  })

/** Groups as their names below `dir`, and what was said. */
async function imported(dir: string, text: string, hasBase = true) {
  const faults: string[] = []
  const notes: string[] = []
  const groups: string[] = []
  const batches = readJdupes(chunksOf(text, 100), {
    base: hasBase ? Buffer.from(dir) : undefined,
    fault: ({ doing, path, cause }) =>
      void faults.push(`${doing} ${path?.path}: ${(cause as Error).message.split(',')[0]}`),
    note: (line) => void notes.push(line),
  })
  for await (const batch of batches)
    for (const group of batch) {
      parseGroup(group)
      groups.push(group.files.map((file) => nameOf(file).slice(dir.length + 1)).join(' '))
    }
  return { groups, faults, notes }
}

const content = { a: '!', b: '!', c: '!', four: 'four', d: { e: '!' } }
const gone = 'import gone: ENOENT: no such file or directory'

// prettier-ignore
const cases: [name: string, sets: Set[], groups: string[], faults: string[]][] = [
  ['sets are groups, in order',                  [[1, 'c', 'a'], [1, 'b', 'd/e']],  ['c a', 'b d/e'], []],
  ['what is gone is left out',                   [[1, 'a', 'gone', 'b']],           ['a b'],          [gone]],
  ['a set of one file is dropped',               [[1, 'a', 'gone'], [1, 'a', 'b']], ['a b'],          [gone]],
  ['a file of another size is left out',         [[1, 'a', 'four', 'b']],           ['a b'],          ['import four: has 4 bytes now']],
  ['what is no file is left out',                [[1, 'a', 'd', 'b']],              ['a b'],          ['import d: not a regular file']],
  ['names of one inode are no set',              [[1, 'a', 'linked']],              [],               []],
  ['nor is one name twice',                      [[1, 'a', 'a', './a']],            [],               []],
  ['no sets',                                    [],                                [],               []],
]

for (const [name, sets, groups, faults] of cases)
  t.test(name, async (t) => {
    const dir = t.testdir(content)
    linkSync(`${dir}/a`, `${dir}/linked`)
    const found = await imported(dir, doc(sets))
    t.strictSame(found.groups, groups)
    t.strictSame(found.faults, faults)
  })

t.test('relative paths need --base, absolute ones do not', async (t) => {
  const dir = t.testdir(content)
  const text = doc([[1, `${dir}/a`, 'b']])
  await t.rejects(imported(dir, text, false), {
    message: 'line 1: the path "b" is relative: say with --base DIR where jdupes ran',
  })
})

t.test('absolute paths need no --base', async (t) => {
  const dir = t.testdir(content)
  const options = { base: undefined, fault: () => t.fail(), note: () => t.fail() }
  const text = doc([[1, `${dir}/a`, `${dir}/b`]])
  for await (const batch of readJdupes(chunksOf(text), options))
    t.strictSame(
      batch.map(({ size, files }) => [size, files.length]),
      [[1, 2]],
    )
})

t.test('a run that did not compare is told', async (t) => {
  const dir = t.testdir(content)
  t.match((await imported(dir, doc([], 'jdupes -rjQ .'))).notes, [/^jdupes ran with -Q/])
  t.strictSame((await imported(dir, doc([]))).notes, [])
})

t.test('groups hold no digest and no root: neither is known', async (t) => {
  const dir = t.testdir(content)
  const options = { base: Buffer.from(dir), fault: () => t.fail(), note: () => t.fail() }
  for await (const [group] of readJdupes(chunksOf(doc([[1, 'a', 'b']])), options)) {
    t.strictSame(Object.keys(group!), ['type', 'size', 'files'])
    t.notOk('root' in group!.files[0]!)
  }
})

t.test('a document that was cut short gives the sets before, then an error', async (t) => {
  const dir = t.testdir(content)
  const text = doc([
    [1, 'a', 'b'],
    [1, 'c', 'd/e'],
  ])
  const groups: number[] = []
  const options = { base: Buffer.from(dir), fault: () => t.fail(), note: () => t.fail() }
  await t.rejects(
    async () => {
      for await (const batch of readJdupes(chunksOf(text.slice(0, -10), 50), options))
        groups.push(...batch.map(({ files }) => files.length))
    },
    { message: 'line 1: the JSON of jdupes was cut short' },
  )
  t.strictSame(groups, [2])
})
