// What is not content: owner, mode, ACL and attributes of files, and of the directories above them.
// All cases are one run: its files are told apart by their numbers.
import * as fs from 'node:fs'
import t, { type Test } from 'tap'
import type { StepRecord } from '../../lib/record/step.js'
import { outcomes } from '../helper/applied.js'
import { must } from '../helper/mounts.js'
import { noNative } from '../helper/native.js'
import { withOwnMounts } from '../helper/own-mounts.js'
import { Pool } from '../helper/pool.js'
import { picture } from '../helper/pool-files.js'
import { jdupesJson, PoolPlay } from '../helper/pool-play.js'

// `plan` leaves the step out, or `apply` refuses it, or it is `done`.
// prettier-ignore
const files: [name: string, deed: (path: string) => void, ends: 'plan' | 'apply' | 'done'][] = [
  ['mode 0600',       (path) => fs.chmodSync(path, 0o600),                           'plan'],
  ['mode 0755',       (path) => fs.chmodSync(path, 0o755),                           'plan'],
  ['set-id bits',     (path) => fs.chmodSync(path, 0o6644),                          'plan'],
  ['another owner',   (path) => fs.chownSync(path, 1000, 0),                         'plan'],
  ['another group',   (path) => fs.chownSync(path, 0, 1000),                         'plan'],
  ['an ACL',          (path) => must('setfacl', '-m', 'u:1000:r', path),             'apply'],
  ['an attribute',    (path) => must('setfattr', '-n', 'user.a', '-v', 'b', path),   'apply'],
  ['another time',    (path) => fs.utimesSync(path, 1e9, 1e9),                       'done'],
]

// prettier-ignore
const dirs: [name: string, deed: (inner: string, outer: string) => void][] = [
  ['odd modes',          (inner, outer) => [fs.chmodSync(inner, 0o2770), fs.chmodSync(outer, 0o1711)]],
  ['owners',             (inner, outer) => [fs.chownSync(inner, 1000, 2000), fs.chownSync(outer, 0, 1000)]],
  ['owners and set-id',  (inner) => [fs.chownSync(inner, 1000, 2000), fs.chmodSync(inner, 0o6750)]],
  ['an ACL',             (inner) => must('setfacl', '-m', 'u:1000:rwx,g:2000:---', inner)],
  ['a default ACL',      (_, outer) => must('setfacl', '-d', '-m', 'u:1000:rwx,m::r', outer)],
  ['both, on both',      (...both) => must('setfacl', '-m', 'u:1:r', '-d', '-m', 'u:2:w', ...both)],
  ['attributes',         (...both) => must('setfattr', '-n', 'user.a', '-v', 'b', ...both)],
  ['an empty attribute', (inner) => must('setfattr', '-n', 'user.empty', inner)],
  ['a trusted one',      (inner) => must('setfattr', '-n', 'trusted.a', '-v', 'b', inner)],
]

type Pairs = (readonly [keep: string, file: string])[]

withOwnMounts(t, import.meta.filename, ['mergerfs', 'mkfs.ext4', 'setfacl', 'setfattr'], () => {
  const pool = new Pool(t, { d1: ['ext4', 24], d2: ['ext4', 24] })
  const stage = (t: Test, count: number, deed: (inner: string, i: number) => void) => {
    pool.wipe()
    const pairs: Pairs = Array.from({ length: count }, (_, i) => pairOf(i))
    pool.plant(
      Object.fromEntries(pairs.flat().map((name) => [name, `content ${/\d+$/.exec(name)}`])),
    )
    pairs.forEach((_, i) => deed(pool.path(`d2/outer${i}/inner`), i))
    pool.mount()
    return { play: new PoolPlay(t, pool), json: jdupesJson(pool, ...pairs) }
  }
  const stageFiles = (t: Test) => stage(t, files.length, (dir, i) => files[i]![1](`${dir}/d${i}`))

  t.test('files that differ from their keepers are left alone', async (t) => {
    const { play, json } = stageFiles(t)
    const { steps, results, plan } = await play.link(json)
    const planned = files.filter(([, , ends]) => ends !== 'plan')
    t.strictSame(
      steps.map(numberOf),
      planned.map(([name]) => name),
    )
    t.match(plan.stderr, /skipped 5 names: owner or mode differs \(--metadata ignore/)
    const ends = planned.map(([, , ends]) => (ends === 'done' ? 'done' : 'skipped metadata'))
    t.strictSame(outcomes(results), ends)
    await play.undo()
  })

  t.test('unless that does not matter: --metadata ignore', async (t) => {
    const { play, json } = stageFiles(t)
    const { results } = await play.link(json, [...play.primary, '--metadata', 'ignore'])
    t.strictSame(
      outcomes(results),
      files.map(() => 'done'),
    )
    files.forEach((_, i) =>
      t.equal(pool.stat(`pool/outer${i}/inner/d${i}`).mode, pool.stat('d1/Media/k0').mode),
    )
    await play.undo()
  })

  for (const native of noNative ? ['0'] : ['1', '0'])
    t.test(`directories are made alike${native === '1' ? '' : ', without koffi'}`, async (t) => {
      const { play, json } = stage(t, dirs.length, (inner, i) => {
        const outer = inner.slice(0, -'/inner'.length)
        dirs[i]![1](inner, outer)
        for (const dir of [inner, outer]) fs.utimesSync(dir, 1e9, 1e9 + 0.123456 + i)
      })
      const want = dirs.map((_, i) => looks(pool, 'd2', i))
      const plan = await play.plan(json)
      const env = { ...process.env, DD_TOOLS_NATIVE: native }
      const { results, stderr } = await play.apply(plan.stdout, [], { env })
      t.strictSame(
        outcomes(results),
        dirs.map(() => 'done'),
        stderr,
      )
      for (const [i, [name]] of dirs.entries()) t.strictSame(looks(pool, 'd1', i), want[i], name)
      await play.undo()
    })

  t.test('an ACL that would be inherited is not', async (t) => {
    const { play, json } = stage(t, 1, () => {})
    must('setfacl', '-d', '-m', 'u:1000:rwx', pool.path('d1'))
    const before = play.picture()
    const want = looks(pool, 'd2', 0)
    t.strictSame(outcomes((await play.link(json)).results), ['done'])
    t.strictSame(looks(pool, 'd1', 0).slice(0, -1), want.slice(0, -1))
    await play.undo(before)
    must('setfacl', '-b', pool.path('d1'))
  })

  t.test('directories that are there already stay as they are', async (t) => {
    const { play, json } = stage(t, 1, () => fs.mkdirSync(pool.path('d1/outer0'), 0o700))
    t.strictSame(outcomes((await play.link(json)).results), ['done'])
    t.equal(Number(pool.stat('d1/outer0').mode) & 0o7777, 0o700)
    await play.undo()
  })
})

function pairOf(i: number): [keep: string, file: string] {
  return [`d1/Media/k${i}`, `d2/outer${i}/inner/d${i}`]
}

function numberOf({ file }: StepRecord): string {
  return files[Number(/\d+$/.exec(file.path ?? ''))]![0]
}

/** All that a look shows of two directories: mode, owner, ACL, attributes, and time. */
function looks(pool: Pool, disk: string, i: number): string[] {
  const outer = pool.path(`${disk}/outer${i}`)
  const names = [...picture(outer), ...picture(`${outer}/..`)]
    .filter((line) =>
      new RegExp(`^(?:inner|outer${i}) |^# file: \\S*/(?:inner|outer${i})(?: |$)`).test(line),
    )
    .map((line) => line.replace(`/${disk}/`, '/'))
  const times = [outer, `${outer}/inner`].map((dir) =>
    String(fs.statSync(dir, { bigint: true }).mtimeNs),
  )
  return [...new Set(names)].sort().concat(times)
}
