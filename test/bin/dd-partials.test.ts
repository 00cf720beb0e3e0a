// Empty, partial and double files as processes: planned, taken away, and brought back.
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  readFileSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import t from 'tap'
import type { FileRecord } from '../../lib/record/file.js'
import { outcomes, Stage } from '../helper/applied.js'
import { records, run } from '../helper/run.js'
import { lines, sha1, type Scratch } from '../helper/scratch.js'

const MIB = 2 ** 20
const WHOLE = Buffer.alloc(3 * MIB + 7, 'all of a film, ')
const ROOT = process.getuid?.() === 0

type Files = { readonly [name: string]: string | Buffer }

/** What an interrupted program leaves: beginnings, some with room taken for the rest, and empty files. */
const LEFT: Files = {
  'dl/film.part': WHOLE.subarray(0, 700_001),
  'dl/film (1)': WHOLE.subarray(0, 2 * MIB),
  'dl/film (2)': WHOLE.subarray(0, 2 * MIB),
  'dl/film.!qB': Buffer.concat([WHOLE.subarray(0, MIB + 1), Buffer.alloc(2 * MIB + 6)]),
  'dl/larger\xff': Buffer.concat([WHOLE.subarray(0, 5000), Buffer.alloc(5 * MIB)]),
  'dl/empty\n': '',
  'dl/.lock': '',
}

/** How many bytes are compared, where that is not all of them. */
const BYTES: { readonly [name: string]: number } = { 'dl/film.!qB': MIB + 1, 'dl/larger\xff': 5000 }

/** The trees of one download, each file with an owner, a mode and a time of its own. */
function plant(files: Scratch): void {
  files.write('a/film', WHOLE)
  files.write('b/film', WHOLE)
  for (const [name, content] of Object.entries(LEFT)) files.write(name, content)
  files.link('dl/second name', 'dl/film.part')
  const names = ['a/film', 'b/film', ...Object.keys(LEFT)]
  for (const [i, name] of names.entries()) {
    if (ROOT) chownSync(files.at(name), 1000 + i, 2000 + i)
    chmodSync(files.at(name), 0o600 + i)
    // A name that is not UTF-8 is no argument of ours.
    const time = `@${1_234_567_890 + i}.12345678${i}`
    if (!name.includes('\xff')) execFileSync('touch', ['-d', time, `${files.root}/${name}`])
  }
}

/** What dd-prefix would write of it. */
function found(files: Scratch): string {
  const of = files.record('a/film')
  const copies = [of, files.record('b/film')]
  const high = { confidence: 'high', hints: ['same-name'] }
  const names = [...Object.keys(LEFT).filter((name) => LEFT[name] !== ''), 'dl/second name']
  const partials = names.map((name) => {
    const file = files.record(name)
    return { type: 'partial', file, of, bytes: BYTES[name] ?? file.size, ...high, copies }
  })
  const empties = Object.keys(LEFT).filter((name) => LEFT[name] === '')
  const equal = ['dl/film (1)', 'dl/film (2)'].map((name) => files.record(name))
  return lines(
    ...empties.map((name) => ({ type: 'empty', file: files.record(name) })),
    ...partials,
    { type: 'group', size: 2 * MIB, partial: 'high', files: equal },
    { type: 'group', size: WHOLE.length, files: copies },
  )
}

const CLASSES = ['--partials', '--empties', '--duplicates']

function setUp(test: ConstructorParameters<typeof Stage>[0]) {
  const stage = new Stage(test)
  const { files } = stage
  plant(files)
  return { stage, files, before: files.picture(), env: stage.env }
}

// prettier-ignore
const ways: [name: string, plan: (root: string) => string[], apply: (root: string) => string[], left: string[]][] = [
  ['delete',          () => ['delete'],                             () => [],                           ['a/', 'b/', 'b/film', 'dl/']],
  ['delete, trusting', () => ['delete'],                            () => ['--verify', 'stat'],         ['a/', 'b/', 'b/film', 'dl/']],
  ['delete, --primary', (root) => ['delete', '--primary', `${root}/a`], () => [],                       ['a/', 'a/film', 'b/', 'dl/']],
  ['move',            (root) => ['move', '--to', `${root}/away`],   () => [],                           ['a/', 'b/', 'b/film', 'dl/']],
  ['--trash',         () => ['delete'],                             (root) => ['--trash', `${root}/away`], ['a/', 'b/', 'b/film', 'dl/']],
]

for (const [name, planned, applied, left] of ways)
  t.test(`${name}, back, and away again`, async (t) => {
    const { stage, files, before, env } = setUp(t)
    const keep = ['--keep', 'newest']
    const args = [...planned(files.root), ...CLASSES, ...keep]
    const plan = await run('dd-plan', args, found(files))
    t.equal(plan.status, 0, plan.stderr)
    t.match(plan.stderr, /skipped 2 names: equal beginnings of a larger file/)
    t.equal(records(plan.stdout).length, 9)
    t.strictSame(
      records(plan.stdout).flatMap(({ bytes }) => bytes ?? []),
      Object.values(BYTES),
    )

    const dry = await run('dd-apply', [], plan.stdout, { env })
    t.strictSame(outcomes(records(dry.stdout)), Array(9).fill('would'))
    t.strictSame(files.picture(), before, 'nothing changes without --apply')

    const { journal } = stage
    const told = ['--apply', '--journal', journal, ...applied(files.root)]
    const done = await run('dd-apply', told, plan.stdout, { env })
    t.strictSame(outcomes(records(done.stdout)), Array(9).fill('done'), done.stderr)
    t.strictSame(
      files.names().filter((name) => !name.startsWith('away')),
      left,
    )
    t.ok(files.contents().has(sha1(WHOLE)), 'all is in what stays')
    const after = files.picture()

    const undo = await run('dd-undo', [journal])
    t.equal(undo.status, 0, undo.stderr)
    const second = `${stage.state.root}/second.csv`
    const back = await run('dd-apply', ['--apply', '--journal', second], undo.stdout, { env })
    t.strictSame(outcomes(records(back.stdout)), Array(9).fill('done'), back.stderr)
    t.strictSame(
      files.picture(),
      before,
      'bytes, mode, owner, nanoseconds, and which names are one file',
    )
    if (!name.match(/move|trash/))
      for (const hole of Object.keys(BYTES))
        t.ok(files.stat(hole).blocks * 512n < 2n * BigInt(MIB), 'zeros take no room')

    const redo = await run('dd-undo', [second])
    t.equal(redo.status, 0, redo.stderr)
    const again = await run('dd-apply', ['--apply'], redo.stdout, { env })
    t.equal(again.status, 0, again.stderr)
    t.strictSame(files.picture(), after, 'an undo can be undone')
  })

/** Another byte, and nobody could tell by size and time. */
function spoil(files: Scratch, name: string, at: number): void {
  const { mtimeMs } = files.stat(name)
  const bytes = readFileSync(files.at(name))
  bytes[at]! ^= 1
  writeFileSync(files.at(name), bytes)
  utimesSync(files.at(name), Number(mtimeMs) / 1000, Number(mtimeMs) / 1000)
}

const Z = 'dl/film.!qB'

// prettier-ignore
const spoilt: [name: string, spoil: (files: Scratch) => unknown, code: string][] = [
  ['another first byte',              (files) => spoil(files, Z, 0),                     'differs'],
  ['another byte before the zeros',   (files) => spoil(files, Z, MIB),                   'differs'],
  ['no zero right behind them',       (files) => spoil(files, Z, MIB + 1),               'differs'],
  ['no zero in the middle',           (files) => spoil(files, Z, 2 * MIB + 77),          'differs'],
  ['no zero at the end',              (files) => spoil(files, Z, WHOLE.length - 1),      'differs'],
  ['its whole has another beginning', (files) => spoil(files, 'a/film', MIB),            'differs'],
  ['its whole is shorter',            (files) => truncateSync(files.at('a/film'), MIB),  'changed'],
  ['its whole is gone',               (files) => files.remove('a/film'),                 'gone'],
  ['it is empty by now',              (files) => truncateSync(files.at(Z), 0),           'changed'],
]

for (const [name, act, code] of spoilt)
  t.test(`${name}: left alone, also where a digest would do`, async (t) => {
    const { files, env } = setUp(t)
    for (const one of ['a/film', Z]) utimesSync(files.at(one), 1_500_000_000, 1_500_000_000)
    const [file, of] = [files.record(Z), files.record('a/film')]
    const plan = await run('dd-plan', ['delete', '--partials'], one(file, of))
    act(files)
    const names = files.names()
    for (const verify of ['bytes', 'stat']) {
      const ran = await run('dd-apply', ['--apply', '--verify', verify], plan.stdout, { env })
      t.strictSame(outcomes(records(ran.stdout)), [`skipped ${code}`], ran.stderr)
      t.strictSame(files.names(), names)
    }
  })

function one(file: FileRecord, of: FileRecord): string {
  return lines({ type: 'partial', file, of, bytes: MIB + 1, confidence: 'high', hints: [] })
}

t.test('undo: the zeros come back, but not from a whole that changed', async (t) => {
  const { stage, files, env } = setUp(t)
  const plan = await run(
    'dd-plan',
    ['delete', '--partials'],
    one(files.record(Z), files.record('a/film')),
  )
  await run('dd-apply', ['--apply', '--journal', stage.journal], plan.stdout, { env })
  spoil(files, 'a/film', MIB)
  const names = files.names()
  const undo = await run('dd-undo', [stage.journal])
  const ran = await run('dd-apply', ['--apply'], undo.stdout, { env })
  t.strictSame(outcomes(records(ran.stdout)), ['skipped changed'])
  t.strictSame(files.names(), names)
})

t.test('a whole that was added to, or cut behind those bytes, still gives them back', async (t) => {
  const { stage, files, before, env } = setUp(t)
  const steps = one(files.record(Z), files.record('b/film'))
  const plan = await run('dd-plan', ['delete', '--partials'], steps)
  await run('dd-apply', ['--apply', '--journal', stage.journal], plan.stdout, { env })
  truncateSync(files.at('b/film'), MIB + 1)
  const undo = await run('dd-undo', [stage.journal])
  t.equal((await run('dd-apply', ['--apply'], undo.stdout, { env })).status, 0)
  const others = (picture: string[]) => picture.filter((line) => !line.includes('b/film '))
  t.strictSame(others(files.picture()), others(before))
})
