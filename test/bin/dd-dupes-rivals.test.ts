// dd-dupes and other programs that are installed find the same, and where they do not it is known why.
import { chmodSync, readFileSync, rmSync, statSync } from 'node:fs'
import t from 'tap'
import { pathBytes } from '../../lib/record/path.js'
import { without } from '../helper/commands.js'
import { plantDupes, plantLong } from '../helper/dupes-tree.js'
import { asNobody, cannotBeNobody } from '../helper/nobody.js'
import { records, shell, type Ran } from '../helper/run.js'
import { Scratch } from '../helper/scratch.js'

const files = new Scratch(t)
plantDupes(files)
for (const odd of ['l/odd', 'r/odd\xfe']) rmSync(files.at(odd), { recursive: true })
plantLong(files)

/** Where a program writes that can only write to a file. Never to one below /dev: they replace it. */
const place = new Scratch(t)
const output = `${place.root}/found`
chmodSync(place.root, 0o777)

type Sets = readonly (readonly string[])[]

const ofText = ({ stdout }: Ran): Sets =>
  stdout.split('\n\n').map((set) => set.split('\n').filter(Boolean))
const ofJson = ({ stdout }: Ran): Sets => JSON.parse(stdout)
const ofFclones = ({ stdout }: Ran): Sets =>
  JSON.parse(stdout).groups.map(({ files }: any) => files)
const ofDupes = ({ stdout }: Ran): Sets =>
  records(stdout).map(({ files }) => files.map((file: any) => String(pathBytes(file))))

function ofRdfind(): Sets {
  const sets = new Map<number, string[]>()
  for (const line of readFileSync(output, 'utf8')
    .split('\n')
    .filter((line) => /^DUP/.test(line))) {
    const [, id, , , , , , ...name] = line.split(' ')
    const set = Math.abs(Number(id))
    sets.set(set, [...(sets.get(set) ?? []), name.join(' ')])
  }
  return [...sets.values()]
}

function ofRmlint(): Sets {
  const sets: string[][] = []
  for (const { type, path, is_original } of JSON.parse(readFileSync(output, 'utf8')))
    if (type === 'duplicate_file') is_original ? sets.push([path]) : sets.at(-1)!.push(path)
  return sets
}

const RDFIND = `rdfind -outputname '${output}'`
const RMLINT = `rmlint -T df --hidden --no-followlinks -o 'json:${output}'`

type Program = readonly [run: string, flags: string, read: (ran: Ran) => Sets]

// prettier-ignore
const programs: Program[] = [
  ['jdupes -rQq',                                '',             ofText],
  ['jdupes -rq',                                 '',             ofText],
  ['jdupes -rqz',                                '--min-size 0', ofText],
  ['fdupes -rqn',                                '',             ofText],
  ['fdupes -rq',                                 '--min-size 0', ofText],
  [RDFIND,                                       '',             ofRdfind],
  [`${RDFIND} -ignoreempty false`,               '--min-size 0', ofRdfind],
  [RMLINT,                                       '',             ofRmlint],
  ['fclones --quiet group --hidden -f json',     '',             ofFclones],
  ['fclones --quiet group --hidden -f json -s 0', '--min-size 0', ofFclones],
  ['yadf -n -f json',                            '',             ofJson],
  ['yadf -f json',                               '--min-size 0', ofJson],
]

/** Sets of files, of at least two each: names of one file are one. */
function inodes(sets: Sets): string[] {
  const numbers = sets.map((set) => new Set(set.map((path) => statSync(path).ino)))
  return numbers
    .filter(({ size }) => size > 1)
    .map((set) => [...set].sort().join(' '))
    .sort()
}

const dupes = new Map<string, Promise<Ran>>()

/** Run once for each of its flags. */
function dupesOnce(flags: string): Promise<Ran> {
  if (!dupes.has(flags)) dupes.set(flags, shell(`dd-dupes ${flags} '${files.root}'`))
  return dupes.get(flags)!
}

for (const [run, flags, read] of programs)
  t.test(`dd-dupes ${flags} and ${run}`, { skip: without(run.split(' ')[0]!) }, async (t) => {
    rmSync(output, { force: true })
    const theirs = await shell(`${run} '${files.root}'`)
    t.equal(theirs.status, 0, theirs.stderr)
    const ours = inodes(ofDupes(await dupesOnce(flags)))
    t.equal(ours.length, flags === '' ? 22 : 23)
    t.strictSame(ours, inodes(read(theirs)))
  })

/** Sets of names, of at least two each. */
function names(sets: Sets): string[] {
  return sets
    .filter(({ length }) => length > 1)
    .map((set) => set.toSorted().join('\n'))
    .sort()
}

// prettier-ignore
const byName: Program[] = [
  ['jdupes -rqH',                                   '--hard-links', ofText],
  ['fdupes -rqnH',                                  '--hard-links', ofText],
  [RMLINT,                                          '--hard-links', ofRmlint],
  ['fclones --quiet group -H --hidden -f json',     '--hard-links', ofFclones],
  ['yadf -nH -f json',                              '--hard-links', ofJson],
  ['fclones --quiet group --hidden -f json',        '',             ofFclones],
]

for (const [run, flags, read] of byName)
  t.test(
    `names of files: dd-dupes ${flags} and ${run}`,
    { skip: without(run.split(' ')[0]!) },
    async (t) => {
      const theirs = await shell(`${run} '${files.root}'`)
      t.strictSame(names(ofDupes(await dupesOnce(flags))), names(read(theirs)), theirs.stderr)
    },
  )

// prettier-ignore
const unreadable: [run: string, read: (ran: Ran) => Sets, names: string[][]][] = [
  ['dd-dupes',             ofDupes,  [['also readable', 'readable']]],
  ['jdupes -rq',           ofText,   [['also readable', 'readable']]],
  ['fdupes -rq',           ofText,   [['also readable', 'readable']]],
  [RMLINT,                 ofRmlint, [['also readable', 'readable']]],
  // It takes files that it cannot read for equal.
  [RDFIND,                 ofRdfind, [['also readable', 'readable'], ['one', 'other']]],
]

for (const [run, read, want] of unreadable) {
  const program = run.split(' ')[0]!
  const skip = cannotBeNobody() || (program !== 'dd-dupes' && without(program))
  t.test(`files that may not be read: ${run}`, { skip }, async (t) => {
    const { root } = plantUnreadable(new Scratch(t))
    rmSync(output, { force: true })
    const ran = await asNobody(`${run} '${root}'`, root)
    const short = read(ran)
      .filter(({ length }) => length > 1)
      .map((set) => set.map((path) => path.replace(`${root}/`, '')).sort())
    t.strictSame(short.sort(), want)
    if (program === 'dd-dupes')
      t.match(ran, { status: 1, stderr: `dd-dupes: read "${root}/one": permission denied\n` })
  })
}

/** Two files that differ, and may not be read, and two that are equal. */
function plantUnreadable(scratch: Scratch): Scratch {
  chmodSync(scratch.root, 0o755)
  for (const name of ['one', 'other']) {
    scratch.write(name, name.padEnd(5000))
    chmodSync(scratch.at(name), 0)
  }
  for (const name of ['readable', 'also readable']) scratch.write(name, 'content')
  return scratch
}
