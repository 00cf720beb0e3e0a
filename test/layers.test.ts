// Who may import whom, and who may change the disk.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { diskFaults, exitFaults } from './helper/disk-faults.js'
import { ROOT, source, sourcesOf, targetOf, type Source } from './helper/sources.js'

const BASE = ['lib/record', 'lib/stream', 'lib/fs']

// A folder may import itself and the folders on its line. A new folder needs a line.
const MAY_IMPORT: { readonly [folder: string]: readonly string[] } = {
  'lib/record': [],
  'lib/stream': ['lib/record'],
  'lib/fs': ['lib/record'],
  'lib/digest': ['lib/record', 'lib/fs'],
  'lib/thread': [],
  'lib/sort': [],
  'lib/walk': BASE, // what more than one command begins with
  'lib/hash': [...BASE, 'lib/digest'],
  'lib/group': [...BASE, 'lib/sort'],
  'lib/prefix': [...BASE, 'lib/digest', 'lib/thread', 'lib/sort'],
  'lib/dupes': [...BASE, 'lib/digest', 'lib/thread', 'lib/sort', 'lib/walk'],
  'lib/plan': BASE,
  'lib/apply': [...BASE, 'lib/digest'],
  'lib/import': BASE,
  'lib/pool': BASE,
  'lib/report': BASE,
  'lib/cli': BASE, // lib/fs: to write standard output whole
}

const sources = [...sourcesOf('lib'), ...sourcesOf('bin')]
const layerOf = (file: string) => /^lib\/[^/]+|^[^/]+/.exec(file)![0]

t.test('there is something to look at', async (t) => {
  t.ok(sources.length > 15, `${sources.length} files`)
})

for (const folder of new Set(sources.map(({ file }) => layerOf(file))))
  t.test(`${folder} imports what it may`, async (t) => {
    const allowed = folder === 'bin' ? Object.keys(MAY_IMPORT) : MAY_IMPORT[folder]
    t.ok(allowed, `${folder} has a line in MAY_IMPORT`)
    const own = sources.filter(({ file }) => layerOf(file) === folder)
    t.strictSame(
      own.flatMap((one) => upward(one, folder, allowed ?? [])),
      [],
    )
  })

function upward({ file, imports }: Source, folder: string, allowed: readonly string[]): string[] {
  return imports
    .map(({ from }) => targetOf(file, from))
    .filter((target) => target !== undefined)
    .filter((target) => ![folder, ...allowed].includes(layerOf(target)))
    .map((target) => `${file} imports ${target}`)
}

// prettier-ignore
const imports: [file: string, from: string, ok: boolean][] = [
  ['lib/plan/a.ts',   './b.js',                   true],
  ['lib/plan/a.ts',   '../record/file.js',        true],
  ['lib/plan/a.ts',   '../group/group.js',        false],
  ['lib/plan/a.ts',   '../cli/exit.js',           false],
  ['lib/plan/a.ts',   '../../bin/dd-plan.js',     false],
  ['lib/plan/a.ts',   '../../test/helper/run.js', false],
  ['lib/plan/a.ts',   '../digest/digest.js',      false],
  ['lib/hash/a.ts',   '../digest/digest.js',      true],
  ['lib/record/a.ts', '../stream/write-lines.js', false],
  ['lib/cli/a.ts',    '../walk/walk.js',          false],
]

for (const [file, from, ok] of imports)
  t.test(`${file} importing ${from} is ${ok ? 'fine' : 'seen'}`, async (t) => {
    const folder = layerOf(file)
    for (const text of [`import '${from}'`, `await import('${from}')`]) {
      const faults = upward(source(file, text), folder, MAY_IMPORT[folder]!)
      t.equal(faults.length, ok ? 0 : 1, text)
    }
  })

t.test('relative imports lead to files, spelled .js', async (t) => {
  const lost = sources.flatMap(({ file, imports }) =>
    imports
      .filter(({ from }) => from.startsWith('.'))
      .filter(({ from }) => !from.endsWith('.js') || !existsSync(join(ROOT, targetOf(file, from)!)))
      .map(({ from }) => `${file} imports ${from}`),
  )
  t.strictSame(lost, [])
})

t.test('no import goes round in a circle', async (t) => {
  t.strictSame(circle(new Map(sources.map((one) => [one.file, targets(one)]))), undefined)
  const round = new Map([
    ['a', ['b']],
    ['b', ['c']],
    ['c', ['b']],
  ])
  t.strictSame(circle(round), ['b', 'c', 'b'])
})

function targets({ file, imports }: Source): string[] {
  return imports.map(({ from }) => targetOf(file, from)).filter((target) => target !== undefined)
}

/** The first circle of imports, as the way round it. */
function circle(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>()
  const visit = (file: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file]
    if (done.has(file)) return undefined
    for (const next of graph.get(file) ?? []) {
      const found = visit(next, [...way, file])
      if (found) return found
    }
    done.add(file)
    return undefined
  }
  for (const file of graph.keys()) {
    const found = visit(file, [])
    if (found) return found
  }
  return undefined
}

t.test('only lib/fs can change the disk', async (t) => {
  const others = sources.filter(({ file }) => layerOf(file) !== 'lib/fs')
  t.strictSame(faultsOf(others, diskFaults), [])
})

t.test('nothing ends the process but the end of a command', async (t) => {
  t.strictSame(faultsOf(sources, exitFaults), ['lib/cli/main.ts process.exit'])
})

function faultsOf(files: readonly Source[], faults: (file: Source) => string[]): string[] {
  return files.flatMap((one) => faults(one).map((fault) => `${one.file} ${fault}`))
}

for (const { file, text } of sourcesOf('bin'))
  t.test(`${file} is wiring: at most 40 lines`, async (t) => {
    const lines = text.trimEnd().split('\n').length
    t.ok(lines <= 40, `${lines} lines`)
  })

t.test('scripts import only each other and what is built', async (t) => {
  const scripts = sourcesOf('scripts')
  t.ok(scripts.length > 0)
  const targets = scripts.flatMap(({ file, imports }) =>
    imports.map(({ from }) => targetOf(file, from)),
  )
  const strange = targets.filter((target) => target && !/^(?:scripts|dist\/lib)\//.test(target))
  t.strictSame(strange, [])
})
