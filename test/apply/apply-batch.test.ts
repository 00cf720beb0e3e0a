import { renameSync, symlinkSync } from 'node:fs'
import t from 'tap'
import { applyBatch } from '../../lib/apply/apply-batch.js'
import { Pace } from '../../lib/apply/pace.js'
import type { Disk, Place } from '../../lib/fs/disk.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import { before, errno, fails, nameOf, beforeTakingAway } from '../helper/apply-run.js'
import { journaled, rowsIn, sessionIn } from '../helper/journaled.js'
import { poolPair } from '../helper/pool-pair.js'
import { Scratch, step } from '../helper/scratch.js'

const disk = realDisk()

/** Files a, b, c of one content, a keeper, and a step for each. */
function batch(t: ConstructorParameters<typeof Scratch>[0], op: 'delete' | 'hardlink' = 'delete') {
  const scratch = new Scratch(t)
  const keep = scratch.write('keep', 'x')
  const steps = ['a', 'b', 'c'].map((name) => step(op, scratch.write(name, 'x'), keep))
  return { scratch, steps, keep }
}

const short = (results: readonly { status: string; error?: { code: string } }[]) =>
  results.map(({ status, error }) => (error ? `${status} ${error.code}` : status))

t.test('looked at, journaled, done, journaled', async (t) => {
  const { scratch, steps } = batch(t)
  const order: string[] = []
  const session = sessionIn(scratch, {
    ...beforeTakingAway((place) =>
      order.push(`${nameOf(place)}: ${journaled(scratch).length} rows`),
    ),
    sync: before(disk.sync, () => order.push('sync')),
  })
  const results = await applyBatch(session, steps)
  t.match(results[0], {
    type: 'result',
    id: steps[0]!.id,
    op: 'delete',
    path: steps[0]!.file.path,
    status: 'done',
    freed: 4096,
  })
  t.strictSame(short(results), ['done', 'done', 'done'])
  t.strictSame(scratch.names(), ['journal', 'keep'])
  t.strictSame(journaled(scratch), [
    'PENDING a',
    'PENDING b',
    'PENDING c',
    'DELETED a',
    'DELETED b',
    'DELETED c',
  ])
  t.strictSame(order, ['sync', 'sync', 'a: 3 rows', 'b: 3 rows', 'c: 3 rows', 'sync'],
    'the keeper, its directory, the changes, their directory') // prettier-ignore
  t.equal(session.dirs.size, 0)
  session.close()
})

t.test('no more is freed than the file takes, whatever the plan says', async (t) => {
  const { scratch, steps } = batch(t)
  const session = sessionIn(scratch)
  const claim = { frees: 2 ** 53 - 1, file: { ...steps[0]!.file, blocks: 2 ** 44 } }
  const results = await applyBatch(session, [{ ...steps[0]!, ...claim }, steps[1]!])
  t.strictSame(
    results.map(({ freed }) => freed),
    steps.slice(0, 2).map(({ frees }) => frees),
  )
  session.close()
})

t.test('a row that could not be read back is not begun', async (t) => {
  const { scratch, step } = poolPair(t)
  renameSync(scratch.at('a'), scratch.at('x:y'))
  symlinkSync('x:y', scratch.at('a'))
  const before = scratch.picture()
  const session = sessionIn(new Scratch(t))
  const [result] = await applyBatch(session, [step])
  t.match(result, {
    status: 'skipped',
    error: { code: 'unknown', message: /cannot hold it: field/ },
  })
  t.strictSame(scratch.picture(), before)
  session.close()
})

t.test('one that is refused does not stop the others', async (t) => {
  const { scratch, steps } = batch(t)
  scratch.write('b', 'y')
  const session = sessionIn(scratch)
  t.strictSame(short(await applyBatch(session, steps)), ['done', 'skipped differs', 'done'])
  t.strictSame(journaled(scratch), [
    'PENDING a',
    'PENDING c',
    'DELETED a',
    'SKIPPED b',
    'DELETED c',
  ])
  t.equal(rowsIn(scratch)[3]!.error, 'differs: its bytes differ from the keeper')
  session.close()
})

// prettier-ignore
const failing: [name: string, calls: (s: Scratch) => Partial<Disk>, results: string[], last: string][] = [
  ['a step that fails',    () => ({ renameAside: failFor('b', 'EPERM') }),                              ['done', 'failed EPERM', 'done'],    'FAILED b'],
  ['a file that cannot be opened', () => ({ open: failFor('b', 'EACCES') }),                       ['done', 'failed EACCES', 'done'],   'FAILED b'],
  ['a conflict',           (s) => afterwards('b', () => s.write('keep', 'z')), ['done', 'failed conflict', 'failed conflict'], 'CONFLICT b'],
]

function failFor(name: string, code: string) {
  return ((place: never, ...rest: never[]) => {
    if (nameOf(place) === name) throw errno(code)
    return code === 'EPERM' ? disk.renameAside(place, ...(rest as [never])) : disk.open(place)
  }) as never
}

function afterwards(name: string, act: () => void): Partial<Disk> {
  return {
    renameNoReplace: fails('EEXIST'),
    renameAside: (from, to) => {
      disk.renameAside(from, to)
      if (nameOf(from) === name) act()
    },
  }
}

for (const [name, calls, results, last] of failing)
  t.test(name, async (t) => {
    const { scratch, steps } = batch(t)
    const session = sessionIn(scratch, calls(scratch))
    t.strictSame(short(await applyBatch(session, steps)), results)
    t.ok(journaled(scratch).includes(last))
    session.close()
  })

t.test('a keeper with as many links as it can have: the next one stands in', async (t) => {
  const { scratch, steps } = batch(t, 'hardlink')
  let tried = 0
  const full = (from: Place) => {
    if (nameOf(from) !== 'keep') return
    tried++
    throw errno('EMLINK')
  }
  const session = sessionIn(scratch, { link: before(disk.link, full) })
  t.strictSame(short(await applyBatch(session, steps)), ['skipped full', 'done', 'done'])
  t.equal(tried, 1, 'and it is not tried again')
  t.equal(scratch.stat('b').ino, scratch.stat('a').ino)
  t.equal(scratch.stat('c').ino, scratch.stat('a').ino)
  const [last] = rowsIn(scratch).slice(-1)
  t.match(
    last,
    { status: 'LINKED', keep: steps[0]!.file.path },
    'the journal names the one that it was linked to',
  )
  const begun = rowsIn(scratch).filter(
    ({ status, keep }) => status === 'PENDING' && keep === last!.keep,
  )
  t.equal(begun.length, 2, 'before it is linked, too')
  t.strictSame(
    short(await applyBatch(session, [step('hardlink', scratch.write('d', 'x'), steps[0]!.keep)])),
    ['done'],
  )
  t.equal(scratch.stat('d').ino, scratch.stat('a').ino, 'also later in the run')
  const far = { ...steps[0]!.keep!, host: 'nas1' }
  t.strictSame(
    short(await applyBatch(session, [step('hardlink', scratch.write('e', 'x'), far)])),
    ['skipped other-host'],
    'but not for a keeper of its path on another machine',
  )
  session.close()
})

t.test('a keeper that takes no more links in a second directory either', async (t) => {
  const { scratch, steps, keep } = batch(t, 'hardlink')
  const full = (from: Place) => {
    if (nameOf(from) === 'keep') throw errno('EMLINK')
  }
  const far = step('hardlink', scratch.write('far/d', 'x'), keep)
  const session = sessionIn(scratch, { link: before(disk.link, full) })
  t.strictSame(short(await applyBatch(session, [steps[0]!, far])), ['skipped full', 'done'])
  t.equal(scratch.stat('far/d').ino, scratch.stat('a').ino)
  session.close()
})

t.test('a file that would do for a pool link is gone when its turn comes', async (t) => {
  const { scratch, step: linked } = poolPair(t)
  scratch.write('a/s/t/d', 'the same content')
  const first = step('delete', scratch.write('c/x', 'y'), scratch.write('c/k', 'y'))
  const away = beforeTakingAway(({ name }) => String(name) === 'x' && scratch.remove('a/s/t/d'))
  const session = sessionIn(scratch, away)
  t.strictSame(short(await applyBatch(session, [first, linked])), ['done', 'done'])
  const [last] = rowsIn(scratch).slice(-1)
  t.match(last, { status: 'LINKED', made: '0' }, 'an undo removes the link that was made instead')
  session.close()
})

t.test('what could not be given back is told with its step', async (t) => {
  const { scratch, steps } = batch(t)
  scratch.remove('a')
  const setMetadata: Disk['setMetadata'] = (_fd, _metadata, lacking) => lacking?.('owner')
  const session = sessionIn(scratch, { setMetadata, link: fails('EXDEV') })
  const copy = { ...steps[0]!, op: 'copy', why: 'undo' } as const
  const { file } = steps[1]!
  const was = { mode: file.mode!, uid: 7, gid: 7, mtimeNs: file.mtimeNs! }
  const back = step('move', file, undefined, { why: 'undo', to: `${scratch.root}/back`, was })
  const told = { status: 'done', note: { code: 'owner' } } as const
  t.match(await applyBatch(session, [copy, back]), [told, told])
  session.close()
})

t.test('no descriptor to look at the one that stands in: its step is told of', async (t) => {
  const { scratch, steps } = batch(t, 'hardlink')
  let full = false
  const link = before(disk.link, (from) => {
    if (nameOf(from) !== 'keep') return
    full = true
    throw errno('EMLINK')
  })
  const open = before(disk.open, (place) => {
    if (full && nameOf(place) === 'b') throw errno('EMFILE')
  })
  const session = sessionIn(scratch, { link, open })
  const results = short(await applyBatch(session, steps))
  t.strictSame(results, ['skipped full', 'failed EMFILE', 'done'])
  t.strictSame(journaled(scratch).slice(-3), ['SKIPPED a', 'FAILED b', 'LINKED c'])
  t.equal(scratch.stat('c').ino, scratch.stat('a').ino)
  session.close()
})

t.test('a destination that is no directory any more is the trouble of its step', async (t) => {
  const { scratch, steps, keep } = batch(t)
  const to = `${scratch.root}/new/dir/m`
  const moved = step('move', scratch.write('m', 'x'), keep, { to })
  const once = beforeTakingAway(() => scratch.exists('new') || scratch.write('new', 'a file'))
  const session = sessionIn(scratch, once)
  const results = await applyBatch(session, [steps[0]!, moved, steps[1]!])
  t.strictSame(short(results), ['done', 'failed ENOTDIR', 'done'])
  t.strictSame([scratch.read('m'), scratch.read('new')], ['x', 'a file'])
  t.strictSame(journaled(scratch).slice(-3), ['DELETED a', 'FAILED m', 'DELETED b'])
  session.close()
})

t.test(
  'a move back takes the directories along that it empties, when its end is journaled',
  async (t) => {
    const scratch = new Scratch(t)
    const file = scratch.write('trash/a/b/file', 'x')
    const back = step('move', file, undefined, {
      to: `${scratch.root}/a/b/file`,
      why: 'undo',
    })
    const rows: string[] = []
    const rmdir = before(disk.rmdir, () => rows.push(journaled(scratch).join()))
    const session = sessionIn(scratch, { rmdir })
    t.strictSame(short(await applyBatch(session, [back])), ['done'])
    t.strictSame(scratch.names(), ['a/', 'a/b/', 'a/b/file', 'journal', 'trash/'])
    t.strictSame(rows, Array(2).fill('PENDING file,MOVED file'))
    session.close()
  },
)

t.test('a run that is stopped', async (t) => {
  const { scratch, steps } = batch(t)
  const pace = new Pace()
  const session = sessionIn(
    scratch,
    beforeTakingAway(() => pace.stop()),
    pace,
  )
  const results = short(await applyBatch(session, steps))
  t.strictSame(results.slice(1), ['skipped interrupted', 'skipped interrupted'])
  t.notMatch(scratch.names().join(), '.dd-')
  const last = new Map(rowsIn(scratch).map(({ id, status }) => [id, status]))
  t.notOk([...last.values()].includes('PENDING'), 'leaves nothing open')
  t.strictSame(await applyBatch(session, steps), [], 'and begins nothing more')
  session.close()
})

// prettier-ignore
const fatal: [name: string, calls: Partial<Disk>, error: string][] = [
  ['no descriptors left',                   { open: fails('EMFILE') },                                  'EMFILE'],
  ['its keeper cannot be made durable',     { sync: fails('EIO') },                                     ''],
]

for (const [name, calls] of fatal)
  t.test(`${name}: nothing is done`, async (t) => {
    const { scratch, steps } = batch(t)
    const session = sessionIn(scratch, calls)
    const names = scratch.names()
    await applyBatch(session, steps).catch(() => {})
    t.strictSame(scratch.names(), names)
    t.notMatch(journaled(scratch).join(), 'DELETED')
    session.close()
  })

t.test('what is stranded stays open in the journal, and each step by itself', async (t) => {
  const { scratch, steps } = batch(t)
  let gone = 0
  const unlink: Disk['unlink'] = (place) => {
    if (++gone === 2) throw errno('EIO')
    disk.unlink(place)
  }
  const session = sessionIn(scratch, { unlink, renameNoReplace: fails('EIO') })
  const results = await applyBatch(session, steps)
  t.strictSame(short(results), ['done', 'failed stranded', 'done'])
  t.match(results[1]!.error?.message, /could not be put back.*it is kept as \.dd-.*--rollback/)
  t.strictSame(journaled(scratch).slice(3), ['DELETED a', 'DELETED c'], 'b has no end yet')
  t.equal(scratch.names().length, 3)
  session.close()
})

t.test('a directory that cannot be synced: nothing in it is called done', async (t) => {
  const { scratch, steps } = batch(t)
  let renamed = false
  const session = sessionIn(scratch, {
    ...beforeTakingAway(() => (renamed = true)),
    sync: before(disk.sync, () => {
      if (renamed) throw errno('EIO')
    }),
  })
  const results = await applyBatch(session, steps)
  t.strictSame(short(results), ['failed EIO', 'failed EIO', 'failed EIO'])
  t.strictSame(journaled(scratch), ['PENDING a', 'PENDING b', 'PENDING c'])
  session.close()
})

t.test('a journal that fails: nothing is done after it', async (t) => {
  const { scratch, steps } = batch(t)
  const session = sessionIn(scratch)
  session.close()
  const names = scratch.names()
  await t.rejects(applyBatch(session, steps), { message: /^journal .*: EBADF/ })
  t.strictSame(scratch.names(), names)
})

t.test('a batch ends early when it holds many directories, or much to read again', async (t) => {
  const scratch = new Scratch(t)
  const keep = scratch.write('keep', 'x')
  const steps = Array.from({ length: 510 }, (_, i) =>
    step('delete', scratch.write(`${i}/a`, 'x'), keep),
  )
  const session = sessionIn(scratch)
  t.equal((await applyBatch(session, steps)).length, 500)
  t.equal((await applyBatch(session, steps.slice(500))).length, 10)
  session.close()
})
