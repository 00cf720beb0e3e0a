// What we write in the formats of other programs, held against those programs, and read back by ours.
import { isUtf8 } from 'node:buffer'
import { linkSync, mkdirSync, realpathSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { pathBytes } from '../../lib/record/path.js'
import { without } from '../helper/commands.js'
import { records, shell } from '../helper/run.js'
import { ODD_NAMES } from '../helper/sandbox.js'

const FIND = 'dd-walk . | dd-hash | dd-group'

/** As latin1, for they are bytes. */
const NAMES = [
  ...ODD_NAMES,
  'a\x1fb\x7f',
  'a"b,c\\',
  'return\rhere',
  '\xe9',
  'mixed \xc3\xa9\xe9\xf0\x9f',
  Buffer.from('\uffff \ufeff \ue000').toString('latin1'),
]

/** What jdupes -j prints so that others can read it. */
const PRINTABLE = NAMES.filter((name) => {
  const bytes = Buffer.from(name, 'latin1')
  return isUtf8(bytes) && !bytes.includes('\uffff')
})

/** Each name below `l` and `r`, with a content of its own. */
function plant(t: Test, names: readonly string[]): string {
  const cwd = realpathSync(t.testdir({ l: {}, r: {} }))
  names.forEach((name, i) => {
    for (const side of ['l', 'r']) {
      const path = Buffer.from(`${cwd}/${side}/${name}`, 'latin1')
      writeFileSync(path, `content ${i}\n`)
      utimesSync(path, 1_600_000_000 + i, 1_600_000_000 + i)
    }
  })
  return cwd
}

/** Groups as the names of each, one character a byte. */
function namesOf(output: string): string[][] {
  return records(output).map(({ files }) =>
    files.map((file: any) => pathBytes(file).toString('latin1')),
  )
}

const FORMATS = ['jdupes', 'fdupes', 'fclones']

for (const format of FORMATS)
  t.test(`dd-report --format ${format} | dd-import gives the same groups`, async (t) => {
    const cwd = plant(t, NAMES)
    linkSync(`${cwd}/l/-rf`, `${cwd}/l/-rf2`)
    mkdirSync(Buffer.from(`${cwd}/dir \xff`, 'latin1'))
    for (const name of ['\xe9\xc3\xa9', 'x'])
      writeFileSync(Buffer.from(`${cwd}/dir \xff/${name}`, 'latin1'), 'deep')
    const found = await shell(FIND, { cwd })
    const all = format === 'fclones' ? '' : '--hard-links'
    const line = `dd-report -q --format ${format} ${all} | dd-import --format ${format}`
    const back = await shell(line, { cwd }, found.stdout)
    t.strictSame([back.status, back.stderr], [0, ''])
    t.equal(namesOf(back.stdout).length, NAMES.length + 1)
    t.strictSame(namesOf(back.stdout), namesOf(found.stdout))
    const digests = records(back.stdout).map(({ algo, hash }) => [algo, hash])
    const ours = records(found.stdout).map(({ algo, hash }) => [algo, hash])
    t.strictSame(digests, format === 'fclones' ? ours : ours.map(() => [undefined, undefined]))
  })

t.test('dd-plan reads the JSON of jdupes that we write', async (t) => {
  const cwd = plant(t, NAMES)
  const line = `${FIND} | dd-report --format jdupes | dd-plan delete -q --keep first | dd-apply`
  const { status, stdout, stderr } = await shell(line, { cwd })
  t.equal(status, 0, stderr)
  t.strictSame(
    records(stdout)
      .map((result) => pathBytes(result).toString('latin1'))
      .sort(),
    NAMES.map((name) => `${cwd}/r/${name}`).sort(),
  )
})

/** Sets of absolute paths, in one order. */
function sorted(sets: readonly (readonly string[])[]): string[] {
  return sets.map((set) => set.toSorted().join('|')).sort()
}

const readJson = ({ stdout }: Ran) =>
  JSON.parse(stdout).matchSets.map(({ fileList }: any) =>
    fileList.map(({ filePath }: any) => filePath),
  )
const readText = ({ raw }: Ran) =>
  raw.toString('latin1').split('\n\n').slice(0, -1).map((set) => set.split('\n')) // prettier-ignore
const readReport = ({ stdout }: Ran) => JSON.parse(stdout).groups.map(({ files }: any) => files)

type Ran = { readonly stdout: string; readonly raw: Buffer }
type Read = (ran: Ran) => string[][]

const WITHOUT_BREAKS = NAMES.filter((name) => !name.includes('\n'))

// prettier-ignore
const programs: [find: string, format: string, names: string[], read: Read][] = [
  ['jdupes -rqj "$PWD"',          'jdupes',                PRINTABLE,       readJson],
  ['jdupes -rqjH "$PWD"',         'jdupes --hard-links',   PRINTABLE,       readJson],
  ['fdupes -rq "$PWD"',           'fdupes',                WITHOUT_BREAKS,  readText],
  ['fdupes -rqH "$PWD"',          'fdupes --hard-links',   WITHOUT_BREAKS,  readText],
  ['fclones group . -f json',  'fclones',               NAMES,           readReport],
]

for (const [find, format, names, read] of programs) {
  const skip = without(find.split(' ')[0]!)
  t.test(`${find} and dd-report --format ${format}: the same sets`, { skip }, async (t) => {
    const cwd = plant(t, names)
    linkSync(`${cwd}/l/-rf`, `${cwd}/l/-rf2`)
    const theirs = await shell(find, { cwd })
    const ours = await shell(`${FIND} | dd-report --format ${format}`, { cwd })
    t.strictSame([theirs.status, ours.status], [0, 0], theirs.stderr + ours.stderr)
    const [want, got] = [read(theirs), read(ours)]
    t.equal(want.length, names.length)
    if (ALL_NAMES.test(find)) t.strictSame(sorted(got), sorted(want))
    else t.strictSame(sorted(inodesOf(got)), sorted(inodesOf(want))) // of hard links, either name
  })
}

/** Programs that list every name of an inode. */
const ALL_NAMES = /-rqj?H|fclones/

function inodesOf(sets: readonly (readonly string[])[]): string[][] {
  return sets.map((set) => set.map((path) => String(inodeOf(path))))
}

function inodeOf(path: string): number {
  const isLatin1 =
    !/[^\0-\xff]/.test(path) && statSync(Buffer.from(path, 'latin1'), { throwIfNoEntry: false })
  return statSync(isLatin1 ? Buffer.from(path, 'latin1') : path).ino
}

/** The lines of a document of jdupes without what it says of the run, and without commas at their ends. */
function shapeOf({ stdout }: Ran): string[] {
  const isFact = /"(?:jdupesVersion(?:Date)?|commandLine|extensionFlags)": ".*",$/
  return stdout.split('\n').map((line) => (isFact.test(line) ? 'fact' : line.replace(/,$/, '')))
}

t.test('lines as those of jdupes', { skip: without('jdupes') }, async (t) => {
  const cwd = plant(t, PRINTABLE)
  for (const dir of ['.', 'l']) {
    const theirs = await shell(`jdupes -rqj "$(realpath ${dir})"`, { cwd })
    const line = `dd-walk ${dir} | dd-hash | dd-group | dd-report --format jdupes`
    const ours = await shell(line, { cwd })
    const [want, got] = [shapeOf(theirs), shapeOf(ours)]
    t.ok(want.length > 8)
    t.strictSame(got.slice(0, 6), want.slice(0, 6))
    t.strictSame(got.slice(-4), want.slice(-4))
    t.strictSame(got.sort(), want.sort()) // sets come in an order of their own
  }
})

// What fclones does with our report: the same as with its own.

const REMOVE = 'fclones remove --dry-run'

t.test('fclones takes our report', { skip: without('fclones') }, async (t) => {
  const cwd = plant(t, NAMES)
  linkSync(`${cwd}/r/-rf`, `${cwd}/r/-rf2`)
  const own = await shell(`fclones group . -f json | ${REMOVE} | sort`, { cwd })
  const ours = await shell(`${FIND} | dd-report --format fclones | ${REMOVE} | sort`, { cwd })
  t.equal(ours.stdout.split('\n').filter((line) => line.startsWith('rm ')).length, NAMES.length + 1)
  t.equal(ours.stdout, own.stdout)
  const stats = (line: string) =>
    shell(line, { cwd }).then(({ stdout }) => JSON.parse(stdout).header.stats)
  t.strictSame(
    await stats(`${FIND} | dd-report --format fclones`),
    await stats('fclones group . -f json'),
  )
  const link = await shell(`${FIND} | dd-report --format fclones | fclones link`, { cwd })
  t.equal(link.status, 0, link.stderr)
  t.equal(inodeOf(`${cwd}/l/*?[a]`), inodeOf(`${cwd}/r/*?[a]`))
})

t.test('fclones takes our report of isolated roots', { skip: without('fclones') }, async (t) => {
  const cwd = t.testdir({
    a: { 1: 'same', 2: 'same' },
    b: { 1: 'same', 2: 'same' },
    c: { 1: 'same' },
  })
  for (const roots of ['a b', 'a b c', 'b c']) {
    const own = `fclones group --isolate ${roots} -f json`
    const ours = `dd-dupes -q --isolate --format fclones ${roots}`
    const removed = (line: string) => shell(`${line} | ${REMOVE} | sort`, { cwd })
    t.equal((await removed(ours)).stdout, (await removed(own)).stdout, roots)
    const stats = (line: string) =>
      shell(line, { cwd }).then(({ stdout }) => JSON.parse(stdout).header.stats)
    t.strictSame(await stats(ours), await stats(own))
  }
})

t.test('fclones leaves alone what was modified since', { skip: without('fclones') }, async (t) => {
  const cwd = plant(t, ['a', 'b'])
  await shell(`${FIND} > groups`, { cwd })
  writeFileSync(`${cwd}/r/a`, 'CONTENT 0\n')
  const { stdout, stderr } = await shell(`dd-report --format fclones < groups | ${REMOVE}`, { cwd })
  t.equal(stdout, `rm ${cwd}/r/b\n`)
  t.match(stderr, `File ${cwd}/r/a was updated after`)
})
