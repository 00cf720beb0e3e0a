// The two-column log of an interrupted run of the program that deleted first and linked then.
import { existsSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { records, run, type Ran } from '../helper/run.js'
import { look, plant, type Files } from '../helper/small-tree.js'

// A branch must not be on the root file system, where a disk that is not mounted would be.
const MEMORY = '/dev/shm'
const skip =
  existsSync(MEMORY) && statSync(MEMORY).dev !== statSync('/').dev ? false : `needs ${MEMORY}`

/** A keeper on `one`, and names on `two` that the run had to do with. */
const FILES: Files = { 'one/Media/k': 'content', 'two/Down/stays': 'content', 'two/other': 'other' }

type Row = [name: string, status: string]

type Case = {
  readonly names: string[]
  readonly rows: Row[]
  readonly files?: Files
  readonly flags?: string[]
}

async function resumed(t: Test, { names, rows, files = FILES, flags = [] }: Case) {
  const root = mkdtempSync(join(MEMORY, 'dd-resume-'))
  t.teardown(() => rmSync(root, { recursive: true }))
  plant(root, files)
  const path = (name: string) => join(root, name)
  writeFileSync(
    path('old.csv'),
    ['filepath,status', ...rows.map(([name, status]) => `${path(name)},${status}`), ''].join(
      '\r\n',
    ),
  )
  const fileList = ['one/Media/k', ...names].map((name) => ({ filePath: path(name) }))
  const json = JSON.stringify({ jdupesVersion: '1.21.3', matchSets: [{ fileSize: 7, fileList }] })
  const where = ['--branch', path('one'), '--branch', path('two'), '--primary', path('one/Media')]
  const args = [
    'pool-link',
    '--metadata',
    'ignore',
    '--resume',
    path('old.csv'),
    ...where,
    ...flags,
  ]
  const planned = () => run('dd-plan', args, json)
  const applied = (plan: Ran) =>
    run('dd-apply', ['--apply', '--journal', path('journal.csv')], plan.stdout)
  return { root, path, planned, applied, json }
}

const told = ({ stdout }: Ran) =>
  records(stdout).map((record) => {
    const { why, to } = record as { why: string; to: string }
    return `${why} ${to.replace(/^.*\/one\//, 'one/')}`
  })

// prettier-ignore
const cases: [name: string, names: string[], rows: Row[], steps: string[]][] = [
  ['deleted, not linked',           ['two/Down/gone'],  [['two/Down/gone', 'DELETED']],   ['lost one/Down/gone']],
  ['pending, but gone',             ['two/Down/gone'],  [['two/Down/gone', 'PENDING']],   ['lost one/Down/gone']],
  ['pending, and there',            ['two/Down/stays'], [['two/Down/stays', 'PENDING']],  ['duplicate one/Down/stays']],
  ['not begun',                     ['two/Down/stays'], [],                               ['duplicate one/Down/stays']],
  ['linked, and removed since',     ['two/Down/gone'],  [['two/Down/gone', 'LINKED']],    []],
  ['gone, and not by that run',     ['two/Down/gone'],  [],                               []],
  ['the last row counts',           ['two/Down/gone'],  [['two/Down/gone', 'PENDING'], ['two/Down/gone', 'DELETED']], ['lost one/Down/gone']],
  ['a deleted one and a present one', ['two/Down/gone', 'two/Down/stays'], [['two/Down/gone', 'DELETED']], ['lost one/Down/gone', 'duplicate one/Down/stays']],
]

for (const [name, names, rows, steps] of cases)
  t.test(name, { skip }, async (t) => {
    const { path, planned, applied, root } = await resumed(t, { names, rows })
    const plan = await planned()
    t.strictSame(told(plan), steps)
    const { status } = await applied(plan)
    t.equal(status, 0)
    for (const step of steps) {
      const to = step.split(' ')[1]!
      t.equal(
        statSync(path(to)).ino,
        statSync(path('one/Media/k')).ino,
        `${to} is a link of the keeper`,
      )
    }
    rmSync(path('journal.csv'))
    const before = Object.fromEntries(look(root))
    await applied(await planned())
    rmSync(path('journal.csv'))
    t.strictSame(Object.fromEntries(look(root)), before, 'nothing is left to do')
  })

t.test('a finished row is skipped', { skip }, async (t) => {
  const files = { ...FILES, 'one/Down/done': '=one/Media/k' }
  const rows: Row[] = [['one/Down/done', 'LINKED']]
  const { planned } = await resumed(t, { names: ['one/Down/done'], rows, files })
  t.strictSame(told(await planned()), [])
})

t.test('a keeper that is newer than the log proves nothing', { skip }, async (t) => {
  const rows: Row[] = [['two/Down/gone', 'DELETED']]
  const { path, planned } = await resumed(t, { names: ['two/Down/gone'], rows })
  const later = Date.now() / 1000 + 100
  utimesSync(path('one/Media/k'), later, later)
  const plan = await planned()
  t.strictSame(told(plan), [])
  t.match(
    plan.stderr,
    /skipped 1 name: gone since an interrupted run, and the copy .* changed since/,
  )
})

t.test('a keeper of another size is no copy', { skip }, async (t) => {
  const rows: Row[] = [['two/Down/gone', 'DELETED']]
  const files = { ...FILES, 'one/Media/k': 'contents' }
  const { planned } = await resumed(t, { names: ['two/Down/gone'], rows, files })
  const plan = await planned()
  t.strictSame([told(plan), plan.status], [[], 1])
})

t.test('what took the name meanwhile stays', { skip }, async (t) => {
  const rows: Row[] = [['two/Down/gone', 'DELETED']]
  const { path, planned, applied } = await resumed(t, { names: ['two/Down/gone'], rows })
  const plan = await planned()
  plant(path('.'), { 'two/Down/gone': 'another' })
  const { status, stdout } = await applied(plan)
  t.equal(status, 1)
  t.match(stdout, /"code":"exists"/)
  t.notOk(existsSync(path('one/Down/gone')))
})

t.test('an undo leaves the names that were given back', { skip }, async (t) => {
  const rows: Row[] = [['two/Down/gone', 'DELETED']]
  const { path, planned, applied } = await resumed(t, { names: ['two/Down/gone'], rows })
  await applied(await planned())
  const undo = await run('dd-undo', [path('journal.csv')])
  t.strictSame([undo.stdout, undo.status], ['', 0])
})

t.test('dd-apply says where such a log belongs', { skip }, async (t) => {
  const { path } = await resumed(t, { names: [], rows: [] })
  const { status, stderr } = await run('dd-apply', ['--apply', '--resume', path('old.csv')])
  t.equal(status, 3)
  t.match(stderr, /the log of another program: see --resume of dd-plan pool-link/)
})
