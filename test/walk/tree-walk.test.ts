import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { LoneFiles } from '../../lib/walk/lone-files.js'
import type { Part } from '../../lib/walk/part.js'
import type { WalkOptions } from '../../lib/walk/rules.js'
import { SeenNames } from '../../lib/walk/seen-names.js'
import { TreeWalk } from '../../lib/walk/tree-walk.js'
import { drain, job, pathOf, top, type TestJob } from '../helper/walked.js'

function walk(dir: string, asked: TestJob): string[] {
  const tree = new TreeWalk(asked, new LoneFiles(asked))
  return drain(tree.below(top(dir)), asked).map((path) => path.replace(`${dir}/`, ''))
}

const tree = {
  'b.txt': 'b',
  a: { z: 'z', y: { deep: 'd' } },
  'a.txt': 'a',
  'a-b': { f: 'f' },
  '.h': { x: 'x' },
  '.dot': 'd',
  empty: '',
  B: 'B',
}

// prettier-ignore
const walks: [options: WalkOptions, want: string][] = [
  [{},                                       '.dot .h/x B a/y/deep a/z a-b/f a.txt b.txt'],
  [{ minSize: 0 },                           '.dot .h/x B a/y/deep a/z a-b/f a.txt b.txt empty'],
  [{ hidden: false },                        'B a/y/deep a/z a-b/f a.txt b.txt'],
  [{ maxDepth: 0 },                          ''],
  [{ maxDepth: 1 },                          '.dot B a.txt b.txt'],
  [{ maxDepth: 2 },                          '.dot .h/x B a/z a-b/f a.txt b.txt'],
  [{ exclude: ['a'] },                       '.dot .h/x B a-b/f a.txt b.txt'],
  [{ exclude: ['/a/*', '!z'] },              '.dot .h/x B a/z a-b/f a.txt b.txt'],
  [{ name: ['*.txt'] },                      'a.txt b.txt'],
  [{ name: ['a/'] },                         'a/y/deep a/z'],
  [{ name: ['a/'], exclude: ['y'] },         'a/z'],
  [{ oneFileSystem: true, hidden: false },   'B a/y/deep a/z a-b/f a.txt b.txt'],
]

for (const [options, want] of walks)
  t.test(JSON.stringify(options), async (t) => {
    const asked = await job(options)
    t.strictSame(walk(t.testdir(tree), asked), want.split(' ').filter(Boolean))
    t.strictSame(asked.faults, [])
  })

t.test('names that are not UTF-8 are in the order of their bytes', async (t) => {
  const dir = t.testdir()
  const names = ['\x01', '\x7f', '\xc3\xa9', '\xff', 'a', 'é'.repeat(2), '😀']
  const raw = names.map((name) =>
    /[^\0-\xff]|é/.test(name) ? Buffer.from(name) : Buffer.from(name, 'latin1'),
  )
  for (const name of raw) writeFileSync(Buffer.concat([Buffer.from(`${dir}/`), name]), 'x')
  mkdirSync(Buffer.from(`${dir}/d\xff`, 'latin1'))
  writeFileSync(Buffer.from(`${dir}/d\xff/in`, 'latin1'), 'x')
  const want = [...raw, Buffer.from('d\xff/in', 'latin1')].sort(Buffer.compare)
  t.strictSame(
    walk(dir, await job()),
    want.map((name) => name.toString('latin1')),
  )
})

t.test('a directory with more files than a batch holds comes whole and in order', async (t) => {
  const names = Array.from({ length: 1000 }, (_, i) => `f${i}`).sort()
  const dir = t.testdir(Object.fromEntries(names.map((name) => [name, 'x'])))
  t.strictSame(walk(dir, await job()), names)
})

t.test('where many names are not wanted there is an empty batch now and then', async (t) => {
  const names = Array.from({ length: 5000 }, (_, i) => [`f${i}`, ''])
  const dir = t.testdir(Object.fromEntries(names))
  const asked = await job()
  t.strictSame([...new TreeWalk(asked, new LoneFiles(asked)).below(top(dir))], [[]])
})

t.test('one walk after the other starts afresh', async (t) => {
  const dir = t.testdir(tree)
  const asked = await job()
  const walker = new TreeWalk(asked, new LoneFiles(asked))
  const first = drain(walker.below(top(dir)), asked)
  t.strictSame(drain(walker.below(top(dir)), asked), first)
})

t.test('symlinks and other things that are no files are passed over', async (t) => {
  const dir = t.testdir({ a: 'x', d: {} })
  for (const target of ['a', 'd', 'none', '/'])
    symlinkSync(target, `${dir}/to-${target.replace('/', 'root')}`)
  const asked = await job()
  t.strictSame(walk(dir, asked), ['a'])
  t.strictSame(asked.faults, [])
})

t.test('what vanishes during the walk is a fault, and the rest goes on', async (t) => {
  const dir = t.testdir({ a: 'x', b: 'x', c: { d: 'x', e: { f: 'x' } }, g: 'x' })
  const asked = await job({}, (at, name, stat) => {
    if (name === 'a') rmSync(`${dir}/b`)
    if (name === 'd') rmSync(`${dir}/c/e`, { recursive: true })
    return pathOf(at, name, stat)
  })
  t.strictSame(walk(dir, asked), ['a', 'c/d', 'g'])
  t.strictSame(asked.faults, [`stat ${dir}/b: ENOENT`, `stat ${dir}/c/e: ENOENT`])
})

t.test('a directory that cannot be listed is one fault', async (t) => {
  const dir = t.testdir({ a: 'x' })
  const gone = top(dir)
  rmSync(dir, { recursive: true })
  const asked = await job()
  t.strictSame(drain(new TreeWalk(asked, new LoneFiles(asked)).below(gone), asked), [])
  t.strictSame(asked.faults, [`list ${dir}: ENOENT`])
})

t.test('a path longer than the system takes is one fault for what is below it', async (t) => {
  const dir = t.testdir({ z: 'x' })
  const home = process.cwd()
  process.chdir(dir)
  for (let i = 0; i < 18; i++) {
    mkdirSync('n'.repeat(250))
    process.chdir('n'.repeat(250))
  }
  writeFileSync('deep', 'x')
  process.chdir(home)
  const asked = await job()
  t.strictSame(walk(dir, asked), ['z'])
  t.equal(asked.faults.length, 1)
  t.match(asked.faults[0], /ENAMETOOLONG$/)
  execFileSync('rm', ['-r', `${dir}/${'n'.repeat(250)}`]) // tap itself cannot
})

// prettier-ignore
const follows: [name: string, links: { [at: string]: string }, want: string[]][] = [
  ['a link to a directory elsewhere',   { 'in/l': '../out' },                        ['in/a:in', 'in/l/b:in/l', 'in/l/s/c:in/l']],
  ['two links to one directory',        { 'in/l': '../out', 'in/m': '../out' },      ['in/a:in', 'in/l/b:in/l', 'in/l/s/c:in/l']],
  ['a link to what is below a link',    { 'in/l': '../out', 'in/m': '../out/s' },    ['in/a:in', 'in/l/b:in/l', 'in/l/s/c:in/l']],
  ['a link to the directory above',     { 'in/l': '..' },                            ['in/a:in', 'in/l/out/b:in/l', 'in/l/out/s/c:in/l']],
  ['a link to itself',                  { 'in/l': '.' },                             ['in/a:in']],
  ['a link to a file elsewhere',        { 'in/l': '../out/b' },                      ['in/a:in', 'out/b:out']],
  ['a link to a file in the walk',      { 'in/l': 'a' },                             ['in/a:in']],
  ['a link met before its target',      { 'in/0': 'a' },                             ['in/a:in']],
  ['a file met before its directory',   { 'in/b': '../out/b', 'in/l': '../out' },    ['in/a:in', 'out/b:out', 'in/l/s/c:in/l']],
  ['a link that leads nowhere',         { 'in/l': 'none' },                          ['in/a:in']],
]

for (const [name, links, want] of follows)
  t.test(`--follow: ${name}`, async (t) => {
    const dir = t.testdir({ in: { a: 'x' }, out: { b: 'x', s: { c: 'x' } } })
    for (const [at, target] of Object.entries(links)) symlinkSync(target, `${dir}/${at}`)
    const asked = await job({ follow: true }, (at, name) => `${at.path}/${name}:${at.root}`)
    const tree = new TreeWalk(asked, new LoneFiles(asked))
    const found = drain(tree.below(top(`${dir}/in`)), asked)
    t.strictSame(
      found.map((text) => text.replaceAll(`${dir}/`, '')),
      want,
    )
    t.strictSame(asked.faults, [])
  })

t.test('--follow: a link that leads in a circle is a fault', async (t) => {
  const dir = t.testdir({ a: 'x' })
  symlinkSync('l', `${dir}/l`)
  const asked = await job({ follow: true })
  t.strictSame(walk(dir, asked), ['a'])
  t.strictSame(asked.faults, [`follow ${dir}/l: ELOOP`])
})

t.test('--follow: the rules are asked about the name of the link', async (t) => {
  const dir = t.testdir({ in: {}, out: { b: 'x', s: { c: 'x' } } })
  symlinkSync('../out/b', `${dir}/in/no.tmp`)
  symlinkSync('../out', `${dir}/in/.hidden`)
  symlinkSync('../out/s', `${dir}/in/yes`)
  const asked = await job({ follow: true, exclude: ['*.tmp'], hidden: false })
  t.strictSame(walk(`${dir}/in`, asked), ['yes/c'])
})

t.test('a directory walked before is not walked again, except for what was too deep', async (t) => {
  const dir = t.testdir(tree)
  const asked = await job({ maxDepth: 2, hidden: false }, undefined, new SeenNames())
  t.strictSame(walk(dir, asked), ['B', 'a/z', 'a-b/f', 'a.txt', 'b.txt'])
  t.strictSame(walk(`${dir}/a`, asked), ['y/deep'])
  t.strictSame(walk(dir, asked), [])
})

/** What `below` finds, so many names at a time, each part crossing to another walker. */
async function inParts(dir: string, names: number, options: WalkOptions) {
  const parts: Part[] = [[{ dir: top(dir), names: undefined }]]
  const found: string[] = []
  for (let part = parts[0]!; part.length > 0; parts.push(part)) {
    const asked = await job(options)
    part = structuredClone(new TreeWalk(asked, new LoneFiles(asked)).through(part, names))
    found.push(...asked.found.takeBatch())
  }
  return { found: found.map((path) => path.replace(`${dir}/`, '')), parts }
}

for (const [options, want] of walks)
  t.test(`in parts: ${JSON.stringify(options)}`, async (t) => {
    const dir = t.testdir(tree)
    for (const names of [1, 2, 3, 5, 8, 1000]) {
      const { found, parts } = await inParts(dir, names, options)
      t.strictSame(found, want.split(' ').filter(Boolean), `${names} at a time`)
      if (names === 1) t.ok(parts.length > found.length)
      if (names === 1000) t.equal(parts.length, 2, 'all of it, and nothing left')
    }
  })

/** After so many names: what is left of the tree, `dir:names` from the top down. */
// prettier-ignore
const lefts: [names: number, left: string[]][] = [
  [0,    ['/:a/b/c']],
  [1,    ['/:b/c']],
  [2,    ['/:c', '/b:d/e']],
  [3,    ['/:c', '/b:e', '/b/d:f']],
  [4,    ['/:c', '/b:e', '/b/d:']],
  [5,    ['/:c', '/b:e']],
  [6,    ['/:c', '/b:']],
  [7,    ['/:c']],
  [8,    ['/:']],
  [9,    []],
  [1000, []],
]

for (const [names, left] of lefts)
  t.test(`what is left after ${names} names`, async (t) => {
    const dir = t.testdir({ a: 'x', b: { d: { f: 'x' }, e: 'x' }, c: 'x' })
    const asked = await job()
    const walker = new TreeWalk(asked, new LoneFiles(asked))
    const rest = walker.through([{ dir: top(dir), names: undefined }], names)
    const text = rest.map(({ dir: { path }, names }) => `${path.slice(dir.length) || '/'}:${names}`)
    t.strictSame(text, left)
    const found = asked.found.takeBatch()
    walker.through(rest, 1000)
    found.push(...asked.found.takeBatch())
    t.strictSame(
      found.sort(),
      ['a', 'b/d/f', 'b/e', 'c'].map((name) => `${dir}/${name}`),
    )
    t.strictSame(walker.through([], 1000), [], 'and nothing is left in the walker')
  })

t.test('a part of several directories, and names that are gone', async (t) => {
  const dir = t.testdir({ a: { x: 'x', y: 'y' }, b: { z: 'z' }, c: {} })
  const asked = await job()
  const part: Part = [
    { dir: top(`${dir}/a`), names: 'y/none' },
    { dir: top(`${dir}/b`), names: undefined },
    { dir: top(`${dir}/c`), names: '' },
  ]
  t.strictSame(new TreeWalk(asked, new LoneFiles(asked)).through(part, 1000), [])
  t.strictSame(asked.found.takeBatch().sort(), [`${dir}/a/y`, `${dir}/b/z`])
  t.strictSame(asked.faults, [`stat ${dir}/a/none: ENOENT`])
})

t.test('--one-file-system: the device of a directory goes with its part', async (t) => {
  const dir = t.testdir({ a: 'x', d: { b: 'x' } })
  for (const [dev, want] of [
    [top(dir).dev, ['a', 'd/b']],
    [1n, []],
  ] as const) {
    const asked = await job({ oneFileSystem: true })
    const part: Part = [{ dir: { ...top(dir), dev }, names: 'a/d' }]
    new TreeWalk(asked, new LoneFiles(asked)).through(structuredClone(part), 1000)
    t.strictSame(
      asked.found.takeBatch(),
      want.map((name) => `${dir}/${name}`),
    )
  }
})
