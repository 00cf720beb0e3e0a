import { chmodSync, renameSync, symlinkSync, utimesSync } from 'node:fs'
import t from 'tap'
import { applyBatch } from '../../lib/apply/apply-batch.js'
import type { Row } from '../../lib/apply/journal-row.js'
import { refusedRow } from '../../lib/apply/step-row.js'
import { undoSteps } from '../../lib/apply/undo-steps.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import type { Fault } from '../../lib/record/fault.js'
import type { FileRecord } from '../../lib/record/file.js'
import { parseStep, type StepRecord } from '../../lib/record/step.js'
import { cannotMount, tmpfs } from '../helper/mounts.js'
import { rowsIn, sessionIn } from '../helper/journaled.js'
import { poolPair } from '../helper/pool-pair.js'
import { Scratch, step } from '../helper/scratch.js'

async function apply(scratch: Scratch, steps: readonly StepRecord[]): Promise<Row[]> {
  const session = sessionIn(scratch)
  const results = await applyBatch(session, steps)
  session.close()
  const rows = rowsIn(scratch)
  scratch.remove('journal')
  for (const { status, error } of results) if (status !== 'done') throw new Error(error?.message)
  return rows
}

function undo(rows: Row[]) {
  const faults: Fault[] = []
  const reflinks: number[] = []
  const told = (count: number) => void reflinks.push(count)
  const steps = undoSteps([rows], realDisk(), (fault) => faults.push(fault), told)
  return { steps, faults, reflinks }
}

type Make = (scratch: Scratch) => StepRecord[]

/** Two copies whose owner, mode and times differ. */
function copies(scratch: Scratch) {
  const file = scratch.write('d/\xff file', 'content', 1_500_000_000)
  chmodSync(scratch.at('d/\xff file'), 0o6640)
  return {
    file: { ...file, mode: scratch.record('d/\xff file').mode },
    keep: scratch.write('keep', 'content'),
  }
}

const both: (op: 'delete' | 'hardlink' | 'symlink') => Make = (op) => (s) => {
  const { file, keep } = copies(s)
  return [step(op, file, keep, op === 'hardlink' ? { metadata: 'ignore' } : {})]
}

// prettier-ignore
const runs: [name: string, make: Make][] = [
  ['delete',   both('delete')],
  ['hardlink', both('hardlink')],
  ['symlink',  both('symlink')],
  ['move',     (s) => [step('move', copies(s).file, s.record('keep'), { to: `${s.root}/t/file` })]],
  ['delete an empty file', (s) => [step('delete', s.write('e', '', 7))]],
  ['delete the beginning of a file', (s) => [step('delete', s.write('part', 'abc', 7), s.write('whole', 'abcdef'), { why: 'partial' })]],
  ['delete a beginning with zeros', (s) => [step('delete', s.write('part', 'abc\0\0', 7), s.write('whole', 'abcde'), { why: 'partial', bytes: 3 })]],
  ['delete a beginning with more zeros than its whole', (s) => [step('delete', s.write('part', 'abc\0\0', 7), s.write('whole', 'abc'), { why: 'partial', bytes: 3 })]],
  ['move a beginning with zeros', (s) => [step('move', s.write('part', 'abc\0\0', 7), s.write('whole', 'abcde'), { why: 'partial', bytes: 3, to: `${s.root}/t/part` })]],
  ['two names of a beginning with zeros', (s) => {
    s.write('a', 'abc\0\0', 7)
    const [b, keep] = [s.link('b', 'a'), s.write('keep', 'abcd')]
    return [s.record('a'), b].map((file) => step('delete', file, keep, { why: 'partial', bytes: 3 }))
  }],
  ['three names of one file', (s) => {
    s.write('a', 'x', 7)
    s.link('b', 'a')
    const [c, keep] = [s.link('c', 'a'), s.write('keep', 'x')]
    return [s.record('a'), s.record('b'), c].map((file) => step('hardlink', file, keep))
  }],
  ['a name that its keeper has too', (s) => {
    s.write('keep', 'x')
    const file = s.link('a', 'keep')
    return [step('delete', file, s.record('keep'))]
  }],
  ['two names that become symlinks', (s) => {
    s.write('a', 'x', 7)
    const [b, keep] = [s.link('b', 'a'), s.write('keep', 'x')]
    return [s.record('a'), b].map((file) => step('symlink', file, keep))
  }],
  ['two files of one keeper', (s) => {
    const keep = s.write('keep', 'x')
    return ['a', 'b'].map((name, i) => step('hardlink', s.write(name, 'x', i), keep))
  }],
]

for (const [name, make] of runs)
  t.test(`there and back, and there again: ${name}`, async (t) => {
    const scratch = new Scratch(t)
    const steps = make(scratch)
    const before = scratch.picture()
    const rows = await apply(scratch, steps)
    const after = scratch.picture()
    t.notSame(after, before)
    const back = undo(rows)
    t.strictSame(back.faults, [])
    const undone = await apply(scratch, back.steps)
    t.strictSame(scratch.picture(), before)
    const forth = undo(undone)
    for (const one of [...back.steps, ...forth.steps])
      t.doesNotThrow(() => parseStep(JSON.parse(JSON.stringify(one))))
    await apply(scratch, forth.steps)
    t.strictSame(scratch.picture(), after, 'an undo can be undone')
  })

// prettier-ignore
const cards: [name: string, now: (file: Buffer) => void, was: object | undefined][] = [
  ['as it was',                    () => {},                                                  undefined],
  ['all modes are one there',      (file) => chmodSync(file, 0o777),                          { mode: 0o106640, mtimeNs: '1500000000000000000' }],
  ['its times are rounded there',  (file) => utimesSync(file, 1_499_999_998, 1_499_999_998),  { mode: 0o106640, mtimeNs: '1500000000000000000' }],
  ['it was written to there',      (file) => [chmodSync(file, 0o777), utimesSync(file, 1_600_000_000, 1_600_000_000)],
                                                                                              { mode: 0o106640, mtimeNs: '1600000000000000000' }],
]

for (const [name, now, was] of cards)
  t.test(`a move to a memory card and back: ${name}`, { skip: cannotMount() }, async (t) => {
    const scratch = new Scratch(t)
    const other = new Scratch(t, tmpfs(t))
    const { file, keep } = copies(scratch)
    const rows = await apply(scratch, [step('move', file, keep, { to: `${other.root}/x` })])
    now(other.at('x'))
    const { steps } = undo(rows)
    t.match(steps, [{ op: 'move', why: 'undo' }])
    t.equal(steps[0]!.was === undefined, was === undefined)
    t.match(steps[0]!, was === undefined ? {} : { was, xattrs: [] })
    await apply(scratch, steps)
    const { mode, mtimeNs } = scratch.stat('d/\xff file')
    const { mode: wanted, mtimeNs: time } = { ...file, ...was }
    t.strictSame([mode, mtimeNs], [BigInt(wanted), BigInt(time)])
  })

t.test('a move to another file system and back', { skip: cannotMount() }, async (t) => {
  const scratch = new Scratch(t)
  const other = new Scratch(t, tmpfs(t))
  const { file, keep } = copies(scratch)
  const before = scratch.picture()
  const rows = await apply(scratch, [
    step('move', file, keep, { to: `${other.root}${'/x'.repeat(3)}` }),
  ])
  await apply(scratch, undo(rows).steps)
  t.strictSame(scratch.picture(), before)
  t.strictSame(other.names(), ['x/', 'x/x/'], 'a directory that was named stays')
})

t.test('a move below a trash takes the directories along that it made there', async (t) => {
  const scratch = new Scratch(t)
  const file = scratch.write('d/file', 'x')
  const rows = await apply(scratch, [
    step('move', file, scratch.write('k', 'x'), { to: `${scratch.root}/T${file.path}` }),
  ])
  const { steps } = undo(rows)
  t.equal(steps[0]!.file.root, '/', 'no link is followed')
  await apply(scratch, steps)
  t.strictSame(scratch.names(), ['T/', 'd/', 'd/file', 'k'])
})

t.test('the last done comes first', async (t) => {
  const scratch = new Scratch(t)
  const keep = scratch.write('keep', 'x')
  const rows = await apply(
    scratch,
    ['a', 'b', 'c'].map((name) => step('delete', scratch.write(name, 'x'), keep)),
  )
  const names = undo(rows).steps.map(({ file }) => file.path!.split('/').at(-1))
  t.strictSame(names, ['c', 'b', 'a'])
})

t.test('what was not done is not undone', async (t) => {
  const scratch = new Scratch(t)
  const rows = await apply(scratch, both('delete')(scratch))
  for (const status of ['SKIPPED', 'FAILED', 'CONFLICT'])
    t.strictSame(undo([...rows, { ...rows[1]!, status }]).steps, [], status)
  const shared = undo(rows.map((row) => ({ ...row, op: 'reflink', status: 'LINKED' })))
  t.strictSame([shared.steps, shared.reflinks], [[], [1]], 'a shared block is no change')
  const refused = undo(rows.map((row) => ({ ...row, op: 'reflink', status: 'SKIPPED' })))
  t.strictSame([refused.reflinks, undo(rows).reflinks], [[], []], 'and where none is, none is told')
  t.strictSame(undo([]).steps, [])
})

t.test('a name is linked to another of its file that was left alone', async (t) => {
  const scratch = new Scratch(t)
  const keep = scratch.write('keep', 'x')
  scratch.write('a', 'x', 7)
  scratch.link('b', 'a')
  const steps = ['a', 'b'].map((name) => step('delete', scratch.record(name), keep))
  const rows = await apply(scratch, steps.slice(0, 1))
  const left = refusedRow(steps[1]!, '', 'rolled back')
  t.match(undo([...rows, left]).steps, [{ op: 'copy', link: { path: `${scratch.root}/b` } }])
  const alone = [{ link: undefined }]
  t.match(undo([...rows, { ...left, ino: '1' }]).steps, alone, 'not to one of another file')
  utimesSync(scratch.at('b'), 8, 8)
  t.match(undo([...rows, left]).steps, alone, 'not if it changed')
  scratch.write('x', 'x', 7) // before the other is gone, so not of its inode
  scratch.remove('b')
  t.match(undo([...rows, left]).steps, alone, 'not if it is gone')
  renameSync(scratch.at('x'), scratch.at('b'))
  t.match(undo([...rows, left]).steps, alone, 'not if another file has its name')
})

t.test('a name that another file has by now is not what others are linked to', async (t) => {
  const scratch = new Scratch(t)
  const keep = scratch.write('keep', 'x')
  scratch.write('a', 'x', 7)
  for (const name of ['b', 'c']) scratch.link(name, 'a')
  const steps = ['a', 'b', 'c'].map((name) => step('delete', scratch.record(name), keep))
  const rows = await apply(scratch, steps)
  scratch.write('c', 'another')
  const links = () => undo(rows).steps.map(({ link }) => link?.path?.at(-1))
  t.strictSame(links(), [undefined, undefined, 'b'], 'but the next one is')
  scratch.remove('c')
  t.strictSame(links(), [undefined, 'c', 'c'])
  scratch.write('c', 'x', 7)
  t.strictSame(links(), [undefined, 'c', 'c'], 'nor is one that was brought back by hand')
})

t.test('what was moved back by hand is not moved back', async (t) => {
  const scratch = new Scratch(t)
  const { file, keep } = copies(scratch)
  const rows = await apply(scratch, [step('move', file, keep, { to: `${scratch.root}/t/file` })])
  renameSync(scratch.at('t/file'), scratch.at('d/\xff file'))
  const { steps, faults } = undo(rows)
  t.strictSame([steps, faults], [[], []])
  renameSync(scratch.at('d/\xff file'), scratch.at('t/file'))
  scratch.write('d/\xff file', 'another')
  t.match(undo(rows).steps[0], { op: 'move' }, 'another file in its place is not it')
})

t.test('what was done to a file where it was moved to, stays', async (t) => {
  const scratch = new Scratch(t)
  const { file, keep } = copies(scratch)
  const rows = await apply(scratch, [step('move', file, keep, { to: `${scratch.root}/t/file` })])
  const lost = (columns: Partial<Row>) => undo(rows.map((row) => ({ ...row, ...columns })))
  const was = (columns: Partial<Row>) => lost(columns).steps[0]!.was
  t.equal(was({ ino: '1' }), undefined, 'a copy that is like it')
  t.match(was({ ino: '1', uid: '7' }), { uid: 7 })
  t.match(was({ ino: '1', gid: '7' }), { gid: 7 })
  chmodSync(scratch.at('t/file'), 0o600)
  t.equal(lost({}).steps.length, 1)
  t.equal(was({}), undefined, 'it is the file itself')
  for (const copy of [{ ino: '1' }, { dev: '1' }]) t.match(was(copy), { mode: 0o106640 })
})

t.test('a keeper of its inode is another name of it on its own device only', async (t) => {
  const scratch = new Scratch(t)
  const keep = scratch.write('keep', 'x')
  const rows = await apply(scratch, [step('delete', scratch.write('a', 'x'), keep)])
  const { dev, ino } = keep
  const back = (columns: Partial<Row>) =>
    undo(rows.map((row) => ({ ...row, ...columns }))).steps[0]!
  t.match(back({ dev, ino }).link, { path: keep.path })
  t.equal(back({ dev: '1', ino }).link, undefined)
})

t.test('the digest that was found is what the copy must have', async (t) => {
  const scratch = new Scratch(t)
  const rows = await apply(scratch, both('delete')(scratch))
  const [copy] = undo(rows).steps
  t.equal(`${copy!.algo}:${copy!.hash}`, rows[0]!.hash)
  const [unknown] = undo(rows.map((row) => ({ ...row, hash: '' }))).steps
  t.notOk('algo' in unknown! || 'hash' in unknown!)
})

t.test('a step without an end is told, and the others are taken back', async (t) => {
  const scratch = new Scratch(t)
  const keep = scratch.write('keep', 'x')
  const names = ['a', 'b', 'c']
  const rows = await apply(
    scratch,
    names.map((name) => step('delete', scratch.write(name, 'x'), keep)),
  )
  const open = rows.filter(
    ({ status, filepath }) => status === 'PENDING' || !filepath.endsWith('b'),
  )
  const { steps, faults } = undo(open)
  t.strictSame(
    steps.map(({ file }) => file.path!.at(-1)),
    ['c', 'a'],
  )
  t.match(faults, [
    {
      doing: 'undo',
      path: { path: `${scratch.root}/b` },
      cause: { message: /^is not finished: give/ },
    },
  ])
  t.equal(faults.length, 1)
})

t.test('a pool link is not finished when its file is gone', async (t) => {
  const rows = await apply(new Scratch(t), [poolPair(t).step])
  const [last] = rows.filter(({ status }) => status === 'DELETED')
  t.match(undo([last!]), { steps: [], faults: [{ cause: { message: /^is not finished/ } }] })
})

/** What happened to the disk since `b` was deleted, whose keeper is `k2`. */
// prettier-ignore
const since: [name: string, happen: (s: Scratch) => unknown, message: RegExp][] = [
  ['its keeper got shorter',          (s) => s.write('k2', ''),                             /^its keeper ".*k2" is shorter than it was$/],
  ['its keeper is a directory',       (s) => (s.remove('k2'), s.write('k2/x')),             /^its keeper ".*k2" is gone$/],
  ['its keeper is a symlink',         (s) => (s.remove('k2'), symlinkSync('k1', s.at('k2'))), /^its keeper ".*k2" is gone$/],
  ['its keeper took its name',        (s) => (s.remove('k2'), symlinkSync('nowhere', s.at('k2'))), /^its keeper ".*k2" is gone$/],
]

for (const [name, happen, message] of since)
  t.test(`${name}: that is told, and the rest goes on`, async (t) => {
    const scratch = new Scratch(t)
    const [one, two] = [scratch.write('k1', 'x'), scratch.write('k2', 'y')]
    const rows = await apply(scratch, [
      step('delete', scratch.write('a', 'x'), one),
      step('delete', scratch.write('b', 'y'), two),
    ])
    happen(scratch)
    const { steps, faults } = undo(rows)
    t.strictSame(
      steps.map(({ file }) => file.path),
      [`${scratch.root}/a`],
    )
    t.match(faults, [{ path: { path: `${scratch.root}/b` }, cause: { message } }])
    t.equal(faults.length, 1)
  })

t.test('a name that cannot come back is not what others are linked to', async (t) => {
  const scratch = new Scratch(t)
  scratch.write('a', 'x', 7)
  scratch.link('b', 'a')
  const keepers = ['k1', 'k2'].map((name) => scratch.write(name, 'x'))
  const steps = ['a', 'b'].map((name, i) => step('delete', scratch.record(name), keepers[i]!))
  const rows = await apply(scratch, steps)
  scratch.write('k2', '') // `b` would come first
  const { steps: back, faults } = undo(rows)
  t.equal(faults.length, 1)
  t.match(back, [{ file: { path: `${scratch.root}/a` }, link: undefined }])
  await apply(scratch, back)
  t.equal(scratch.read('a'), 'x')
})

t.test('a copy that changed stays', async (t) => {
  for (const [content, longer] of [
    ['x', 'xx'],
    ['', 'x'],
  ] as const) {
    const scratch = new Scratch(t)
    const keep = content === '' ? undefined : scratch.write('keep', content)
    const gone = await apply(scratch, [step('delete', scratch.write('a', content), keep)])
    const copied = await apply(scratch, undo(gone).steps)
    scratch.write('a', longer)
    const { steps, faults } = undo(copied)
    t.strictSame(steps, [])
    t.match(faults, [{ cause: { message: 'the copy changed since it was made' } }])
  }
})

t.test('a copy that another was made of stays until that is gone', async (t) => {
  const scratch = new Scratch(t)
  const [a, keep] = [scratch.write('a', 'x'), scratch.write('keep', 'x')]
  const named = (name: string) => ({ ...a, path: `${scratch.root}/${name}` }) as FileRecord
  const copies = [
    ['b', keep],
    ['c', a],
    ['d', named('c')],
  ] as const
  const made: Row[] = []
  for (const [name, of] of copies)
    made.push(...(await apply(scratch, [step('copy', named(name), of, { why: 'undo' })])))
  const first = undo(made)
  t.match(first.faults, [{ path: { path: /c$/ }, cause: { message: /^another step needs it/ } }])
  t.ok(first.steps.every(({ why }) => why === 'undo'))
  await apply(scratch, first.steps)
  t.strictSame(scratch.names(), ['a', 'c', 'keep'])
  const second = undo(made.filter(({ filepath }) => filepath.endsWith('c')))
  t.strictSame(second.faults, [])
  await apply(scratch, second.steps)
  t.strictSame(scratch.names(), ['a', 'keep'])
})

t.test('a keeper that is gone is told, and the rest goes on', async (t) => {
  const scratch = new Scratch(t)
  const [one, two] = [scratch.write('k1', 'x'), scratch.write('k2', 'y')]
  const rows = await apply(scratch, [
    step('delete', scratch.write('a', 'x'), one),
    step('delete', scratch.write('b', 'y'), two),
  ])
  scratch.remove('k2')
  const { steps, faults } = undo(rows)
  t.strictSame(
    steps.map(({ file }) => file.path),
    [`${scratch.root}/a`],
  )
  t.match(faults, [
    {
      doing: 'undo',
      path: { path: `${scratch.root}/b` },
      cause: { message: /its keeper .* is gone/ },
    },
  ])
  t.equal(faults.length, 1)
})

t.test('a pool link is taken back with what was made for it', async (t) => {
  const { scratch, step: wanted } = poolPair(t)
  const rows = await apply(scratch, [wanted])
  const { to, branches, file } = wanted
  const { steps } = undo(rows)
  t.match(steps, [
    {
      op: 'copy',
      file: { path: file.path },
      keep: { path: wanted.keep?.path },
      to,
      branches,
      made: 2,
    },
  ])
  for (const step of steps) t.doesNotThrow(() => parseStep(step))
  const { dev, ino } = scratch.record('a/k')
  t.strictSame(undo(rows.map((row) => ({ ...row, dev, ino }))).steps, [], 'its keeper is it')
  t.equal(undo(rows.map((row) => ({ ...row, dev: '1', ino }))).steps.length, 1, 'on its device')
  t.match(undo(rows.map((row) => ({ ...row, made: '' }))).steps[0], {
    to: undefined,
    made: undefined,
  })
  scratch.remove('a/k')
  t.match(
    undo(rows).steps,
    [{ keep: { path: to } }],
    'its link holds the content, if the keeper is gone',
  )
  scratch.remove('a/s/t/d')
  t.match(undo(rows).faults, [{ cause: { message: /^its keeper ".*\/a\/k" is gone$/ } }])
  scratch.write('b/s/t/d', 'the same content', 1_500_000_000)
  t.strictSame(undo(rows).steps, [], 'it is back already')
})
