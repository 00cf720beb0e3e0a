import { linkSync, mkdirSync, writeFileSync } from 'node:fs'
import t from 'tap'
import type { ForeignSet } from '../../lib/import/foreign-set.js'
import { GroupMaker } from '../../lib/import/group-maker.js'
import { byteNotation } from '../../lib/import/notation.js'
import { parseGroup } from '../../lib/record/group.js'
import { nameOf } from '../helper/plan.js'

const digest = { hash: 'ab'.repeat(32), algo: 'blake3' }

/** @param base relative to the directory; null for none */
function made(dir: string, set: Omit<ForeignSet, 'line'>, base: string | null = '') {
  const faults: string[] = []
  const maker = new GroupMaker(byteNotation('x'), {
    base: base === null ? undefined : Buffer.from(dir + base),
    fault: ({ doing, path, cause }) =>
      void faults.push(`${doing} ${path?.path}: ${(cause as Error).message.split(',')[0]}`),
  })
  const group = maker.make({ line: 7, ...set })
  if (group !== undefined) parseGroup(group)
  const names = group?.files.map((file) => nameOf(file).slice(dir.length + 1)).join(' ')
  return { names, faults, group }
}

const names = (...printed: string[]) => ({ members: printed.map((printed) => ({ printed })) })
const sized = (size: number, ...printed: string[]) => ({
  members: printed.map((printed) => ({ printed, size })),
})

const gone = 'import gone: ENOENT: no such file or directory'

// prettier-ignore
const cases: [name: string, set: Omit<ForeignSet, 'line'>, want: string | undefined, faults: string[]][] = [
  ['files in their order',            names('b', 'a'),                  'b a',      []],
  ['what is gone is left out',        names('b', 'gone', 'a'),          'b a',      [gone]],
  ['and what has another size',       sized(1, 'a', 'four', 'b'),       'a b',      ['import four: has 4 bytes now']],
  ['sizes that nobody told, unlike',  names('a', 'b', 'four'),          undefined,  ['import a: the files of its set are not of one size']],
  ['one file',                        names('a', 'gone'),               undefined,  [gone]],
  ['one inode',                       names('a', 'linked'),             undefined,  []],
  ['one inode and another',           names('a', 'linked', 'b'),        'a linked b', []],
  ['a directory',                     names('a', 'd', 'b'),             'a b',      ['import d: not a regular file']],
  ['U+FFFD that a filter has written', names('a', 'd/\xef\xbf\xbd'),    'a d/\xff', []],
]

for (const [name, set, want, faults] of cases)
  t.test(name, async (t) => {
    const dir = t.testdir({ a: '!', b: '!', four: 'four' })
    linkSync(`${dir}/a`, `${dir}/linked`)
    mkdirSync(`${dir}/d`)
    writeFileSync(Buffer.from(`${dir}/d/\xff`, 'latin1'), '!')
    const found = made(dir, set)
    t.equal(found.names, want)
    t.strictSame(found.faults, faults)
  })

t.test('a digest is passed on', async (t) => {
  const dir = t.testdir({ a: '!', b: '!' })
  t.match(made(dir, { ...names('a', 'b'), digest }).group, { size: 1, ...digest })
  t.notOk('hash' in made(dir, names('a', 'b')).group!)
})

t.test('relative paths count from --base, or else from where the tool says', async (t) => {
  const dir = t.testdir({ x: { a: '!', b: '!' }, y: { a: '!', b: '!' } })
  const set = { ...names('a', 'b'), base: Buffer.from(`${dir}/x`) }
  t.equal(made(dir, set, null).names, 'x/a x/b')
  t.equal(made(dir, set, '/y').names, 'y/a y/b')
})

t.test('each set counts from its own directory', async (t) => {
  const dir = t.testdir({ x: { a: '!', b: '!' }, y: { a: '!', b: '!' } })
  const maker = new GroupMaker(byteNotation('x'), { base: undefined, fault: () => t.fail() })
  for (const base of ['x', 'y']) {
    const group = maker.make({ ...names('a', 'b'), line: 1, base: Buffer.from(`${dir}/${base}`) })
    t.equal(group?.files[0]?.path, `${dir}/${base}/a`)
  }
})

t.test('relative to nothing is refused with the line', async (t) => {
  const dir = t.testdir()
  for (const [name, shown] of [
    ['b', '"b"'],
    ['\xff', '"\ufffd"'],
  ])
    t.throws(() => made(dir, names('/a', name!), null), {
      message: `line 7: the path ${shown} is relative: say with --base DIR where x ran`,
    })
})

t.test('names that an interrupted run took away are to be given back', async (t) => {
  const dir = t.testdir({ a: '!', four: 'four' })
  const faults: string[] = []
  const maker = new GroupMaker(byteNotation('x'), {
    base: Buffer.from(dir),
    fault: ({ path }) => void faults.push(path!.path!),
    isLost: (path) => String(path) !== `${dir}/gone`,
  })
  const group = maker.make({ ...sized(1, 'a', 'lost', 'gone', 'four'), line: 1 })
  t.strictSame(group?.lost, [{ path: `${dir}/lost` }])
  t.equal(group?.files.length, 1, 'one is enough to give it back')
  t.strictSame(faults, ['gone', 'four'], 'what is there is not lost')
  t.equal(maker.make({ ...sized(1, 'lost'), line: 1 }), undefined)
})
