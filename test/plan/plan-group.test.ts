import t from 'tap'
import { splitBy } from '../../lib/record/split-by.js'
import { PLAN_OPS, type PlanFlags, type PlanOp } from '../../lib/plan/policy.js'
import { inodeKey, type FileRecord } from '../../lib/record/file.js'
import { HERE } from '../../lib/record/host.js'
import { parseStep } from '../../lib/record/step.js'
import { group, nameOf, paths, plan } from '../helper/plan.js'
import { randomFrom, shuffled } from '../helper/random.js'
import { file } from '../helper/records.js'

const old = file('/old', { mtimeNs: '1500000000000000000' })
const a = file('/a')
const b = file('/b')
const c = file('/c')
const [inside, inside2] = [file('/dl/1'), file('/dl/2')]
const alsoA = file('/mnt/a', { ino: a.ino })
const remote = file('/a', { host: 'nas' })
const ours = { ...a, host: HERE }
const remote2 = file('/b', { host: 'nas' })
const at = (root: string, name: string) => file(`${root}/${name}`, { root })
const [r1, r2, s1, s2, t1] = [
  at('/r', '1'),
  at('/r', '2'),
  at('/s', '1'),
  at('/s', '2'),
  at('/t', '1'),
]
const { root: _, ...rootless } = file('/x/1')
const [within, primary, isolate] = [paths('/dl'), paths('/dl'), true] as const

// prettier-ignore
const cases: [name: string, flags: PlanFlags, files: FileRecord[], want: string[], skipped: { [why: string]: number }][] = [
  ['the oldest stays',                       {},                            [a, old],           ['/a -> /old'],               {}],
  ['three copies, two steps',                {},                            [c, b, a],          ['/b -> /a', '/c -> /a'],     {}],
  ['two copies stay',                        { copies: 2 },                 [c, b, a],          ['/c -> /a'],                 {}],
  ['as listed',                              { keep: ['order'] },           [b, a],             ['/a -> /b'],                 {}],
  ['--primary stays',                        { primary },                   [old, inside],      ['/old -> /dl/1'],            {}],
  ['all of --primary stays',                 { primary },                   [inside2, inside],  [],                           { 'protected by --primary or --within': 1 }],
  ['unless it may be touched',               { primary, touchPrimary: true }, [inside2, old, inside], ['/dl/2 -> /dl/1', '/old -> /dl/1'], {}],
  ['the first --primary comes first',        { primary: paths('/b', '/a'), touchPrimary: true }, [a, b], ['/a -> /b'],        {}],
  ['--within: all inside, one stays',        { within },                    [inside2, inside],  ['/dl/2 -> /dl/1'],           {}],
  ['--within: some outside, all inside go',  { within },                    [inside, inside2, a], ['/dl/1 -> /a', '/dl/2 -> /a'], {}],
  ['--within: none inside',                  { within },                    [a, b],             [],                           { 'protected by --primary or --within': 1 }],
  ['--isolate: one root',                    { isolate },                   [r1, r2],           [],                           { 'all copies are below one root (--isolate)': 2 }],
  ['--isolate: a root goes whole',           { isolate },                   [r1, r2, s1, s2],   ['/s/1 -> /r/1', '/s/2 -> /r/1'], {}],
  ['--isolate: two roots stay',              { isolate, copies: 2 },        [r1, s1, s2, t1],   ['/t/1 -> /r/1'],             {}],
  ['--isolate: a root stays whole',          { isolate, primary: paths('/s/1') }, [r1, s1, s2], ['/r/1 -> /s/1'],             {}],
  ['--isolate: each of two such roots',      { isolate, primary: paths('/r/1', '/s/1') }, [r1, s1, s2], [],                  { 'protected by --primary or --within': 2 }],
  ['--isolate: no root, no part',            { isolate },                   [r1, s1, rootless], ['/s/1 -> /r/1'],             { 'no root in the record, which --isolate needs': 1 }],
  ['one name by two ways is never acted on', {},                            [a, alsoA, old],    ['/old -> /a'],               {}],
  ['files on other machines take no part',    {},                            [a, b, remote, remote2], ['/b -> /a'],             { 'on another machine': 2 }],
  ['and prove nothing here',                 {},                            [a, remote],        [],                           { 'on another machine': 1, 'no other file in its set': 1 }],
  ['by name, this machine is no other',      {},                            [ours, b],          ['/b -> /a'],                 {}],
  ['its two spellings are one name',         {},                            [a, ours, b],       ['/b -> /a'],                 {}],
  ['they are one inode, too',                {},                            [{ ...ours, path: '/l', nlink: 2 } as FileRecord, { ...a, nlink: 2 }], [], { 'no other file in its set': 2 }],
  ['copies elsewhere are not counted',       { copies: 2 },                 [a, b, remote],     [],                           { 'on another machine': 1 }],
  ['two names of one inode are no set',      {},                            [file('/l1', { ino: '9', nlink: 2 }), file('/l2', { ino: '9', nlink: 2 })], [], { 'no other file in its set': 2 }],
  ['nor is one file',                        {},                            [a],                [],                           { 'no other file in its set': 1 }],
]

for (const [name, flags, files, want, skipped] of cases)
  t.test(name, async (t) => {
    const found = plan(group(files), 'delete', flags)
    t.strictSame(found.lines, want)
    t.strictSame(found.skipped, skipped)
  })

t.test('a set with nothing to keep is told', async (t) => {
  t.strictSame(plan(group([a]), 'delete').stuck, ['/a'])
  t.strictSame(plan(group([a, b]), 'delete').stuck, [])
  t.strictSame(plan(group([a, remote]), 'delete').stuck, [], 'there is one, elsewhere')
  t.strictSame(plan(group([]), 'delete').stuck, [])
})

// What must be true of every plan, whatever the set and the flags.

const random = randomFrom(20)
const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!
const maybe = <T extends object>(flags: T): T | object => (random() < 0.3 ? flags : {})

function randomSet(): FileRecord[] {
  const inodes = Array.from({ length: 1 + Math.floor(random() * 5) }, (_, i) => ({
    ino: String(i),
    dev: pick(['1', '1', '2']),
    uid: pick([1000, 1000, 0]),
    names: 1 + Math.floor(random() * random() * 4),
    // hidden names outside the set; rarely fewer links than names, as below a bind mount
    extra: pick([0, 0, 0, 1, -1]),
    mtimeNs: pick(['0', '1600000000000000000', '1700000000000000000']),
    blocks: pick([8, 16]),
  }))
  return inodes.flatMap(({ names, extra, ...stat }) =>
    Array.from({ length: names }, (_, n) => {
      const root = pick(['/p', '/q', '/r'])
      const path = `${root}/${pick(['', 'sub/'])}${stat.dev}.${stat.ino}.${n}`
      return file(path, { ...stat, root, nlink: Math.max(1, names + extra) })
    }),
  )
}

function randomFlags(): PlanFlags {
  const copies = pick([1, 1, 2, 3])
  return {
    keep: [pick(['oldest', 'newest', 'shortest', 'longest', 'first', 'last', 'most-links'])],
    copies,
    ...maybe({ primary: paths(pick(['/p', '/q/sub'])) }),
    ...maybe({ within: paths(pick(['/q', '/r/sub', '/p'])) }),
    ...maybe({ isolate: true }),
    ...maybe({ metadata: 'ignore' }),
    ...(copies > 1 ? maybe({ onDevices: true }) : {}),
  } as PlanFlags
}

function faults(files: FileRecord[], op: PlanOp, flags: PlanFlags): string[] {
  const { steps } = plan(group(files), op, flags)
  const targets = new Set(steps.map(({ file }) => nameOf(file)))
  const touched = new Set(steps.map(({ file }) => inodeKey(file)))
  const untouched = files.filter((one) => !touched.has(inodeKey(one)))
  const count = (key: (one: FileRecord) => string, of = files) => new Set(of.map(key)).size
  const below = (one: FileRecord, roots: readonly Buffer[] = []) =>
    roots.some((root) => nameOf(one).startsWith(`${root}/`))
  const rules: { [rule: string]: boolean } = {
    'as many inodes as wanted stay untouched':
      count(inodeKey, untouched) >= Math.min(flags.copies ?? 1, count(inodeKey)),
    'no keeper is a target': steps.every(({ keep }) => !targets.has(nameOf(keep!))),
    'a keeper is untouched, or another name of its own file': steps.every(
      ({ file, keep }) => inodeKey(keep!) === inodeKey(file) || !touched.has(inodeKey(keep!)),
    ),
    'no name twice': targets.size === steps.length,
    'no step twice': new Set(steps.map(({ id }) => id)).size === steps.length,
    '--primary is not touched': steps.every(({ file }) => !below(file, flags.primary)),
    'nothing outside --within': steps.every(
      ({ file }) => !flags.within || below(file, flags.within),
    ),
    'no alias': steps.every(({ file }) => namesOf(files, file).length <= file.nlink),
    'steps are well-formed': steps.every((step) => parseStep(step) === step),
    'bytes are counted once': freedRight(files, steps),
  }
  if (flags.onDevices && !flags.isolate)
    rules['as many devices as wanted'] =
      count(({ dev }) => dev, untouched) >=
      Math.min(
        flags.copies ?? 1,
        count(({ dev }) => dev),
      )
  if (flags.isolate)
    rules['no file below the root of its keeper goes'] = steps.every(
      ({ file, keep }) => file.root !== keep!.root || inodeKey(file) === inodeKey(keep!),
    )
  if (op === 'hardlink' || op === 'reflink')
    rules['one device'] = steps.every(({ file, keep }) => file.dev === keep!.dev)
  if (op === 'hardlink' && flags.metadata !== 'ignore')
    rules['one owner'] = steps.every(({ file, keep }) => file.uid === keep!.uid)
  if (op !== 'delete' && op !== 'move')
    rules['a file is replaced whole or not at all'] = steps.every(
      ({ file }) =>
        namesOf(files, file).length === file.nlink &&
        namesOf(files, file).every((one) => targets.has(nameOf(one))),
    )
  return Object.keys(rules).filter((rule) => !rules[rule])
}

function namesOf(files: readonly FileRecord[], one: FileRecord): FileRecord[] {
  return files.filter((other) => inodeKey(other) === inodeKey(one))
}

function freedRight(
  files: readonly FileRecord[],
  steps: readonly { file: FileRecord; frees: number }[],
) {
  const byInode = splitBy(steps, ({ file }) => inodeKey(file))
  return byInode.every((own) => {
    const { file } = own[0]!
    const whole = own.length === file.nlink && own.length === namesOf(files, file).length
    const freed = own.map(({ frees }) => frees)
    return freed.every(
      (frees, i) => frees === (whole && i === own.length - 1 ? file.blocks! * 512 : 0),
    )
  })
}

for (const op of PLAN_OPS.filter((op) => op !== 'pool-link'))
  t.test(`${op}: whatever the set and the flags`, async (t) => {
    let steps = 0
    for (let round = 0; round < 1500; round++) {
      const files = randomSet()
      const flags = { ...randomFlags(), ...(op === 'move' ? { to: paths('/t')[0]! } : {}) }
      const wrong = faults(files, op, flags)
      const found = plan(group(files), op, flags)
      const again = plan(group(shuffled(files, random)), op, flags)
      if (JSON.stringify(again) !== JSON.stringify(found)) wrong.push('order does not matter')
      if (wrong.length > 0) return void t.strictSame(wrong, [], JSON.stringify({ flags, files }))
      steps += found.steps.length
    }
    t.ok(steps > 500, `${steps} steps`)
  })

t.test("--within: deldupes' rule, on sets without hard links", async (t) => {
  for (let round = 0; round < 300; round++) {
    const files = Array.from({ length: 2 + Math.floor(random() * 4) }, (_, i) =>
      file(`${pick(['/in', '/out'])}/${i}`, {
        mtimeNs: pick(['0', '1600000000000000000', '1700000000000000000']),
      }),
    )
    const { steps } = plan(group(files), 'delete', { within: paths('/in') })
    const selected = files.filter((one) => nameOf(one).startsWith('/in/'))
    t.equal(steps.length, selected.length - (selected.length === files.length ? 1 : 0))
  }
})
