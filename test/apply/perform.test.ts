import t from 'tap'
import { SILENT } from '../helper/rows.js'
import { check } from '../../lib/apply/act.js'
import { perform } from '../../lib/apply/perform.js'
import { pendingRow } from '../../lib/apply/step-row.js'
import type { Disk } from '../../lib/fs/disk.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import type { Op } from '../../lib/record/step.js'
import { before, errno, fails, runOn } from '../helper/apply-run.js'
import { AWAY, BOTH, pair, TEMP } from '../helper/pair.js'
import type { Scratch } from '../helper/scratch.js'

const disk = realDisk()
const plain = { exchange: undefined as never }

/** The first such call is done, and yet it fails, as if its answer was lost. */
function late<Name extends 'renameAside' | 'renameNoReplace' | 'unlink' | 'link' | 'mkdir'>(
  name: Name,
) {
  const call: (...args: any[]) => unknown = disk[name]
  let calls = 0
  const done = (...args: any[]) => {
    call(...args)
    if (calls++ === 0) throw errno('EIO')
  }
  return { [name]: done } as Partial<Disk>
}

type Steal = (scratch: Scratch) => unknown

async function performed(
  t: Parameters<typeof pair>[0],
  op: Op,
  calls: Partial<Disk>,
  steal?: Steal,
) {
  const { scratch, step } = pair(t, op)
  const stolen = steal && { read: before(disk.read, () => armed && steal(scratch)) }
  let armed = false
  const run = runOn({ ...calls, ...stolen })
  t.teardown(() => run.dirs.closeAll())
  const ready = await check(run, step)
  armed = true
  return { scratch, outcome: perform(run, ready, pendingRow(ready, TEMP, ''), SILENT) }
}

const DONE = ['dir/', 'keep/', 'keep/keep']

// prettier-ignore
const lost: [name: string, op: Op, calls: Partial<Disk>, status: string, names: string[]][] = [
  ['nothing',         'delete',   {},                                  'DELETED', DONE],
  ['a removal',       'delete',   late('unlink'),                      'DELETED', DONE],
  ['a taking away',   'delete',   late('renameAside'),                 'FAILED',  BOTH],
  ['a link',          'hardlink', late('link'),                        'FAILED',  BOTH],
  ['the last rename', 'hardlink', { ...plain, ...late('renameNoReplace') }, 'FAILED', BOTH],
  ['a removal',       'hardlink', late('unlink'),                      'LINKED',  BOTH],
  ['the first name',  'move',     late('unlink'),                      'MOVED',   [...DONE, 'to/', 'to/file']],
  ['an arrival',      'move',     late('renameNoReplace'),             'FAILED',  [...BOTH, 'to/']],
  ['a new directory', 'move',     late('mkdir'),                       'FAILED',  [...BOTH, 'to/']],
] // prettier-ignore

for (const [name, op, calls, status, names] of lost)
  t.test(`${op}: the answer to ${name} is lost`, async (t) => {
    const { scratch, outcome } = await performed(t, op, calls)
    t.equal((await outcome).status, status)
    t.strictSame(scratch.names(), names)
  })

t.test('a refusal is told as it is', async (t) => {
  const { scratch, outcome } = await performed(t, 'delete', {}, (s) =>
    s.write('keep/keep', 'other'),
  )
  t.match(await outcome, { status: 'SKIPPED', code: 'differs', error: /^differs: its bytes/ })
  t.strictSame(scratch.names(), BOTH)
})

/** Somebody acts in the moment before the first such call of the step. */
const first =
  (name: 'open' | 'renameAside', act: Steal) =>
  (scratch: Scratch): Partial<Disk> => {
    let done = false
    const once = () => {
      if (done) return
      done = true
      act(scratch)
    }
    return { [name]: before(disk[name] as never, once) }
  }

const strange: Steal = (s) => [s.write('dir/file', 'rewritten'), s.write(`dir/${TEMP}`, 'precious')]

// prettier-ignore
const ends: [name: string, op: Op, calls: ReturnType<typeof first>, told: object, names: string[]][] = [
  ['it is gone: a refusal is what is told', 'delete', first('open', (s) => s.remove('dir/file')),
    { status: 'SKIPPED', code: 'gone' }, DONE],
  ['it is gone: an error is what is told', 'hardlink', first('renameAside', (s) => s.remove('dir/file')),
    { status: 'FAILED', code: 'ENOENT' }, DONE],
  ['what is kept elsewhere is told rather than a refusal', 'delete', first('open', strange),
    { status: 'CONFLICT', code: 'conflict' }, [...BOTH, `dir/${TEMP}`].sort()],
]

for (const [name, op, calls, told, names] of ends)
  t.test(name, async (t) => {
    const { scratch, step } = pair(t, op)
    const ready = await check(runOn(), step)
    const run = runOn({ ...plain, ...calls(scratch) })
    t.teardown(() => run.dirs.closeAll())
    t.match(await perform(run, ready, pendingRow(ready, TEMP, ''), SILENT), told)
    t.strictSame(scratch.names(), names)
  })

t.test('two files for one name are told with the name that one got', async (t) => {
  const steal = (s: Scratch) => {
    if (s.exists('dir/file')) return
    s.write('dir/file', 'brand new')
    s.write('keep/keep', 'y')
  }
  const { scratch, outcome } = await performed(t, 'delete', {}, steal)
  t.match(await outcome, { status: 'CONFLICT', code: 'conflict', message: `kept as ${AWAY}` })
  t.equal(scratch.contents().size, 3)
})

t.test('what cannot be looked at afterwards stays unfinished', async (t) => {
  let dead = false
  const dying = {
    unlink: () => {
      dead = true
      throw errno('EIO')
    },
    renameNoReplace: fails('EIO'),
    lstat: before(disk.lstat, () => {
      if (dead) throw errno('EIO')
    }),
  }
  const { scratch, outcome } = await performed(t, 'delete', dying)
  t.match(await outcome, { unsettled: true, status: 'FAILED', code: 'EIO' })
  t.equal(scratch.contents().size, 1)
})
