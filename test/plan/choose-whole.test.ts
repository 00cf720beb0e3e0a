import t from 'tap'
import { chooseWhole } from '../../lib/plan/choose-whole.js'
import { planRecord } from '../../lib/plan/plan-records.js'
import { policyOf, type PlanFlags, type PlanOp } from '../../lib/plan/policy.js'
import { parseSubject, type Subject } from '../../lib/plan/subject.js'
import { Tally } from '../../lib/plan/tally.js'
import { inodeKey, type FileRecord } from '../../lib/record/file.js'
import { HERE } from '../../lib/record/host.js'
import type { PartialRecord } from '../../lib/record/partial.js'
import { parseStep, type StepRecord } from '../../lib/record/step.js'
import { nameOf, paths } from '../helper/plan.js'
import { pick, randomFrom, shuffled } from '../helper/random.js'
import { file } from '../helper/records.js'

const part = file('/p/part', { root: '/p', size: 10 })
const [a, b, c] = [
  file('/p/a', { root: '/p', mtimeNs: '1700000000000000002' }),
  file('/q/b', { root: '/q', mtimeNs: '1700000000000000001' }),
  file('/r/c', { root: '/r', mtimeNs: '1700000000000000003' }),
]
const partial: PartialRecord = {
  type: 'partial',
  file: part,
  of: a,
  bytes: 10,
  confidence: 'high',
  hints: [],
  copies: [a, b, c],
}
const { copies: _, ...single } = partial
const on = (host: string, one: FileRecord): FileRecord => ({ ...one, host })
const { root: __, ...rootless } = b
const [both, isolate] = [{ duplicates: true, partials: true }, true] as const

// prettier-ignore
const table: [name: string, PartialRecord, PlanFlags, want: string][] = [
  ['no copies',                          single,                                                both,                                     '/p/a'],
  ['copies that are not planned for',    partial,                                               { partials: true },                       '/p/a'],
  ['copies: the one that stays',         partial,                                               both,                                     '/q/b'],
  ['too many copies to be listed',       { ...partial, copies: [] },                            both,                                     'many-copies'],
  ['too many, but not planned for',      { ...partial, copies: [] },                            { partials: true },                       '/p/a'],
  ['--keep first',                       partial,                                               { ...both, keep: ['first'] },             '/p/a'],
  ['--keep order',                       { ...partial, copies: [c, a, b] },                     { ...both, keep: ['order'] },             '/r/c'],
  ['--primary',                          partial,                                               { ...both, primary: paths('/r') },        '/r/c'],
  ['--within: the first outside',        partial,                                               { ...both, within: paths('/q') },         '/p/a'],
  ['--copies: the first of those',       partial,                                               { ...both, copies: 2 },                   '/p/a'],
  ['--isolate: in another root',         partial,                                               { ...both, isolate, copies: 2 },          '/q/b'],
  ['--isolate: all that stay are here',  partial,                                               { ...both, isolate, keep: ['first'] },    'isolate'],
  ['--isolate: no root of its own',      { ...partial, file: file('/x', { root: undefined! }) }, { ...both, isolate },                    'no-root'],
  ['--isolate: no root of another',      { ...single, of: rootless as FileRecord },             { ...both, isolate },                     'no-root'],
  ['on another machine',                 { ...single, of: on('nas', a) },                       both,                                     'host'],
  ['a copy on another machine',          { ...partial, copies: [on('nas', a), c, b] },          both,                                     '/q/b'],
  ['a namesake of one that goes',        { ...partial, copies: [on('nas', a), a, b] },          both,                                     '/q/b'],
  ['on this machine, by its name',       { ...single, of: on(HERE, a) },                        both,                                     '/p/a'],
  ['all on another machine',             { ...partial, copies: [a, b].map((x) => on('nas', x)) }, both,                                   'host'],
]

for (const [name, record, flags, want] of table)
  t.test(`${name}: ${want}`, async (t) => {
    const found = chooseWhole(record, policyOf('delete', flags))
    t.equal(typeof found === 'string' ? found : nameOf(found), want)
  })

// What must be true of every plan for what dd-prefix writes, whatever the flags.

const random = randomFrom(41)
const among = <T>(items: readonly T[]): T => pick(items, random)
const upTo = (most: number) => Math.floor(random() * (most + 1))
const maybe = <T extends object>(flags: T): T | object => (random() < 0.3 ? flags : {})

/** Names of one content, on one inode or several, whose numbers begin with `label`. */
function randomNames(label: string, size: number): FileRecord[] {
  return Array.from({ length: 1 + upTo(3) }, (_, i) => {
    const names = 1 + upTo(1)
    const stat = {
      size,
      ino: `${label}${i}`,
      dev: among(['1', '1', '2']),
      nlink: names + among([0, 0, 1]),
      mtimeNs: among(['0', '1600000000000000000', '1700000000000000000']),
      ...(random() < 0.05 && { host: 'nas' }),
    }
    return Array.from({ length: names }, (_, n) => {
      const root = among(['/p', '/q', '/r'])
      return file(`${root}/${among(['', 'sub/'])}${label}.${i}.${n}`, { ...stat, root })
    })
  }).flat()
}

function groupOf(files: readonly FileRecord[], fields: object = {}): Subject[] {
  if (new Set(files.map(inodeKey)).size < 2) return []
  return [{ type: 'group', size: files[0]!.size, ...fields, files }]
}

/** A whole content and its beginnings, some with zeros behind them. */
function randomFamily(family: string): Subject[] {
  const wholes = shuffled(randomNames(`${family}0`, 100), random)
  const group = groupOf(wholes)
  const copies = group.length > 0 ? { copies: wholes } : {}
  const parts = Array.from({ length: upTo(3) }, (_, i) => {
    const bytes = 10 + i
    const files = randomNames(`${family}${i + 1}`, among([bytes, bytes, 50, 100, 200]))
    const records = files.map((file): PartialRecord => {
      const confidence = among(['high', 'low'] as const)
      const rest = { bytes, confidence, hints: [], ...copies }
      return { type: 'partial', file, of: among(wholes), ...rest }
    })
    const high = records.some(({ confidence }) => confidence === 'high')
    return [...records, ...groupOf(files, { partial: high ? 'high' : 'low' })]
  })
  return [...group, ...parts.flat()]
}

function randomFlags(op: PlanOp): PlanFlags {
  const copies = among([1, 1, 2, 3])
  return {
    keep: [among(['oldest', 'newest', 'shortest', 'longest', 'first', 'order', 'most-links'])],
    copies,
    ...maybe({ primary: paths(among(['/p', '/q/sub'])), ...maybe({ touchPrimary: true }) }),
    ...maybe({ within: paths(among(['/q', '/r/sub', '/p'])) }),
    ...maybe({ isolate: true }),
    ...(copies > 1 ? maybe({ onDevices: true }) : {}),
    ...(op === 'move' && { to: Buffer.from('/t') }),
    ...among([both, both, both, { partials: true }, { duplicates: true }]),
    ...maybe({ lowConfidence: true }),
  } as PlanFlags
}

const contentOf = (one: FileRecord) => one.ino.slice(0, 2)
const wholeOf = (one: FileRecord) => `${one.ino[0]}0`

function faults(steps: readonly StepRecord[], subjects: readonly Subject[], flags: PlanFlags) {
  const targets = new Set(steps.map(({ file }) => nameOf(file)))
  const gone = (one: FileRecord) => targets.has(nameOf(one))
  const wholes = subjects.flatMap((one) => (one.type === 'partial' ? [one.of] : []))
  const kept = subjects.flatMap((one) =>
    one.type === 'group' ? [...one.files] : one.type === 'partial' ? [one.of] : [],
  )
  const partials = steps.filter(({ why }) => why === 'partial')
  const isKept = (whole: FileRecord) =>
    kept.some((one) => contentOf(one) === contentOf(whole) && !gone(one))
  const rules: { [rule: string]: boolean } = {
    'no keeper is a target': steps.every(({ keep }) => !gone(keep!)),
    'no name twice': targets.size === steps.length,
    'no step twice': new Set(steps.map(({ id }) => id)).size === steps.length,
    'steps are well-formed': steps.every((step) => parseStep(step) === step),
    'a duplicate is kept by its like': steps.every(
      ({ why, file, keep }) => why !== 'duplicate' || contentOf(file) === contentOf(keep!),
    ),
    'a partial file is kept by its whole': partials.every(
      ({ file, keep }) => contentOf(keep!) === wholeOf(file),
    ),
    'bytes where there are zeros': partials.every(({ file, bytes }) =>
      bytes === undefined ? file.size < 20 : bytes < 20 && file.size > 20,
    ),
    '--isolate: not below one root': partials.every(
      ({ file, keep }) => !flags.isolate || file.root !== keep!.root,
    ),
    'nothing on another machine': steps.every(({ file, keep }) => !file.host && !keep!.host),
    'every whole content stays': wholes.every(isKept),
  }
  return Object.keys(rules).filter((rule) => !rules[rule])
}

for (const op of ['delete', 'move', 'hardlink'] as const)
  t.test(`${op}: whatever dd-prefix wrote, and the flags`, async (t) => {
    const count = { duplicates: 0, partials: 0, others: 0, grouped: 0 }
    for (let round = 0; round < 3000; round++) {
      const families = ['1', '2'].flatMap(randomFamily)
      const subjects = shuffled(families, random).map(parseSubject)
      const flags = randomFlags(op)
      const policy = policyOf(op, flags)
      const tally = new Tally()
      const steps = subjects.flatMap((subject) => [...planRecord(subject, policy, tally)])
      const wrong = faults(steps, subjects, flags)
      if (wrong.length > 0) return void t.strictSame(wrong, [], JSON.stringify({ flags, subjects }))
      const named = new Set(subjects.map((one) => (one.type === 'partial' ? nameOf(one.of) : '')))
      for (const { why, keep } of steps) {
        count[why === 'partial' ? 'partials' : 'duplicates']++
        if (why === 'partial' && !named.has(nameOf(keep!))) count.others++
      }
      if (tally.totals.skipped.some(([why]) => /^equal beginnings/.test(why))) count.grouped++
    }
    const links = op === 'hardlink'
    t.ok(count.duplicates > 1000, JSON.stringify(count))
    t.equal(count.partials > 1000, !links, 'partial files')
    t.equal(count.others > 100, !links, 'kept by another than `of`')
    t.equal(count.grouped > 100, !links, 'groups that go as partial files')
  })
