import { mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import t, { type Test } from 'tap'
import { applyPlan } from '../../lib/apply/apply-plan.js'
import { look, lookAtAll } from '../../lib/apply/look-at-steps.js'
import { Pace } from '../../lib/apply/pace.js'
import type { Disk, Place } from '../../lib/fs/disk.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import type { StepRecord } from '../../lib/record/step.js'
import { before, errno, fails, nameOf } from '../helper/apply-run.js'
import { journaled, sessionIn } from '../helper/journaled.js'
import { Scratch, step } from '../helper/scratch.js'

const disk = realDisk()

/** A session in a scratch directory, and steps for it, written as `dir/name`: a delete of a file of the keeper. */
function play(t: Test, names: readonly string[], calls: Partial<Disk> = {}, maxDirs?: number) {
  const scratch = new Scratch(t)
  const keep = scratch.write('keep/keep', 'x')
  const steps = names.map((name) => step('delete', scratch.write(name, 'x'), keep))
  const session = sessionIn(scratch, calls)
  t.teardown(() => [session.dirs.closeAll(), session.close()])
  return {
    scratch,
    steps,
    keep,
    session: maxDirs === undefined ? session : { ...session, maxDirs },
  }
}

/** `name` of a step that may be done, `name code` of one that may not. */
async function looked(session: ReturnType<typeof sessionIn>, steps: readonly StepRecord[]) {
  const all = await lookAtAll(session, steps)
  return all.map((one) => {
    const name = one.step.file.path!.split('/').at(-1)
    return 'ready' in one ? name : `${name} ${one.result.error?.code}`
  })
}

/** The results of a whole plan, as `looked` writes them. */
async function done(session: ReturnType<typeof sessionIn>, steps: StepRecord[]) {
  const results: string[][] = []
  const input = (async function* () {
    yield steps
  })()
  for await (const batch of applyPlan(session, input))
    results.push(
      batch.map(({ path, status, error }) => {
        const name = path!.split('/').at(-1)
        return status === 'done' ? `${name}` : `${name} ${error?.code}`
      }),
    )
  return results
}

/** No file can be opened under these names, as where descriptors run out. */
function cannotOpen(...names: readonly string[]): Partial<Disk> {
  const unless = (place: Place) => {
    if (names.includes(nameOf(place))) throw errno('EMFILE')
  }
  return { open: before(disk.open, unless), openDirAt: before(disk.openDirAt, unless) }
}

/** Few descriptors: so many more files and directories may be open at a time. */
function descriptors(count: number, code = 'EMFILE'): Partial<Disk> {
  let open = 0
  const opening = <Call extends (...args: any[]) => unknown>(call: Call): Call => {
    const counted = (...args: Parameters<Call>) => {
      if (open >= count) throw errno(code)
      const opened = call(...args)
      open++
      return opened
    }
    return counted as Call
  }
  const closing = () => open--
  return {
    openDir: opening(disk.openDir),
    openDirAt: opening(disk.openDirAt),
    open: opening(disk.open),
    create: opening(disk.create),
    close: before(disk.close, closing),
    closeDir: before(disk.closeDir, closing),
  }
}

t.test('what may be done has a row and a temporary name of its own', async (t) => {
  const { session, steps, scratch } = play(t, ['1/a', '1/b'])
  const all = await lookAtAll(session, steps)
  const rows = all.map((one) => ('ready' in one ? one.pending : undefined))
  t.match(rows, [
    { status: 'PENDING', filepath: `${scratch.root}/1/a`, id: steps[0]!.id },
    { status: 'PENDING', filepath: `${scratch.root}/1/b`, id: steps[1]!.id },
  ])
  t.not(rows[0]!.temp, rows[1]!.temp)
  t.strictSame(journaled(scratch), [], 'nothing is journaled yet')
  t.equal(session.begun, 2)
})

t.test('the row has names without symbolic links', async (t) => {
  const { session, scratch, keep } = play(t, [])
  mkdirSync(scratch.at('real'))
  symlinkSync('real', scratch.at('alias'))
  const { root: _, ...file } = scratch.write('alias/a', 'x') as StepRecord['file'] & {
    root: string
  }
  const one = await look(session, step('delete', file as StepRecord['file'], keep), new Set())
  t.match(one, { step: { file: { path: `${scratch.root}/alias/a` } } }, 'as the plan has it')
  t.match(one, { pending: { filepath: `${scratch.root}/real/a` } })
})

const FIVE = ['1/a', '2/b', '3/c', '4/d', '5/e']

// The root and the directory of the keeper are among those that are open.
// prettier-ignore
const rooms: [name: string, names: string[], maxDirs: number, want: string][] = [
  ['room for all',                  FIVE,                    500, 'a,b,c,d,e'],
  ['room for few directories',      FIVE,                    3,   'a,b'],
  ['room for the keeper only',      FIVE,                    1,   'a'],
  ['many names in one directory',   ['1/a', '1/b', '1/c'],   3,   'a,b,c'],
  ['no room at all: one at a time', FIVE,                    0,   'a'],
  ['less than no room',             FIVE,                    -1,  'a'],
]

for (const [name, names, maxDirs, want] of rooms)
  t.test(`a batch ends: ${name}`, async (t) => {
    const { session, steps } = play(t, names, {}, maxDirs)
    t.equal((await looked(session, steps)).join(), want)
  })

t.test('directories that are to be made count, too', async (t) => {
  const { session, scratch, keep } = play(t, [], {}, 12)
  const moves = ['a', 'b', 'c', 'd'].map((name) =>
    step('move', scratch.write(name, 'x'), keep, { to: `${scratch.root}/new/${name}/of/${name}` }),
  )
  t.strictSame(await looked(session, moves), ['a', 'b', 'c'], 'three for each')
})

// How often its directory is looked for, until it cannot be any more: in the end that is when the batch counts it.
for (const nth of [0, 1, 2, 3])
  t.test(
    `a destination that cannot be seen any more is the trouble of its step (${nth})`,
    async (t) => {
      let looks = 0
      const openDirAt = before(disk.openDirAt, (place) => {
        if (nameOf(place) === 'new' && looks++ >= nth) throw errno('EACCES')
      })
      const { session, scratch, keep, steps } = play(t, ['1/a', '2/b'], { openDirAt })
      const to = `${scratch.root}/new/c`
      const moved = step('move', scratch.write('3/c', 'x'), keep, { to })
      t.strictSame(await looked(session, [steps[0]!, moved, steps[1]!]), ['a', 'c EACCES', 'b'])
    },
  )

/** Steps of pool links by their names: `a1` and `a2` are one file, on a branch of its own. */
function poolLinks(scratch: Scratch, names: readonly string[]): StepRecord[] {
  const at = (branch: string) => `${scratch.root}/${branch}`
  const keep = { ...scratch.write('p/k', 'x'), root: at('p') } as StepRecord['file']
  for (const [i, name] of names.entries()) {
    const first = names.find((other) => other[0] === name[0])!
    if (first === name) scratch.write(`q/${name}/${name}`, 'x', 1_500_000_000 + i)
    else {
      mkdirSync(scratch.at(`q/${name}`))
      scratch.link(`q/${name}/${name}`, `q/${first}/${first}`)
    }
  }
  return names.map((name) => {
    const file = { ...scratch.record(`q/${name}/${name}`), root: at('q') } as StepRecord['file']
    const to = `${at('p')}/${name}/${name}`
    const branches = [{ path: at('p') }, { path: at('q') }]
    return step('pool-link', file, keep, { to, branches, metadata: 'ignore' })
  })
}

// prettier-ignore
const units: [name: string, names: string[], maxDirs: number, calls: Partial<Disk>, want: string[]][] = [
  ['a unit is not cut where room ends',        ['a1', 'a2', 'a3', 'b1'], 3,   {},               ['a1', 'a2', 'a3']],
  ['what is made for a link counts',           ['a1', 'b1', 'c1', 'd1'], 7,   {},               ['a1', 'b1', 'c1']],
  ['nor where descriptors do',                 ['a1', 'b1', 'b2'],       500, cannotOpen('b2'), ['a1']],
  ['the first unit is refused as a whole',     ['a1', 'a2', 'b1'],       500, cannotOpen('a2'), ['a1 links', 'a2 EMFILE', 'b1']],
  ['whichever of its names it is',             ['a1', 'a2', 'b1'],       500, cannotOpen('a1'), ['a1 EMFILE', 'a2 links', 'b1']],
  ['and so is the last',                       ['a1', 'b1', 'b2'],       500, cannotOpen('b1', 'b2'), ['a1']],
]

for (const [name, names, maxDirs, calls, want] of units)
  t.test(name, async (t) => {
    const { session, scratch } = play(t, [], calls, maxDirs)
    t.strictSame(await looked(session, poolLinks(scratch, names)), want)
  })

t.test(
  'a unit that can never be looked at: each name is told of once, and none is done',
  async (t) => {
    const { session, scratch } = play(t, [], cannotOpen('b2'))
    const results = await done(session, poolLinks(scratch, ['a1', 'b1', 'b2', 'c1']))
    t.strictSame(results, [['a1'], ['b1 links', 'b2 EMFILE', 'c1']])
    const left = scratch.names().filter((name) => /\/[abc]\d$/.test(name))
    t.strictSame(left, ['p/a1/a1', 'p/c1/c1', 'q/b1/b1', 'q/b2/b2'])
  },
)

t.test(
  'two files that get one link: the first step makes it, and only its row says so',
  async (t) => {
    const { session, scratch } = play(t, [])
    const [step] = poolLinks(scratch, ['a1'])
    const links = new Set<string>()
    const rows = [await look(session, step!, links), await look(session, step!, links)]
    t.match(rows, [{ pending: { made: '1' } }, { pending: { made: '' } }])
  },
)

const ALL_GONE = ['1/', '2/', '3/', '4/', '5/', 'journal', 'keep/', 'keep/keep']

for (const code of ['EMFILE', 'ENFILE'])
  t.test(`${code} while looking ends a batch, and the next one goes on`, async (t) => {
    const room = { dirs: 5 }
    const openDirAt = before(disk.openDirAt, () => {
      if (session.dirs.size >= room.dirs) throw errno(code)
    })
    const { session, scratch, steps } = play(t, FIVE, { openDirAt })
    const open = openNow()
    t.strictSame(await done(session, steps), [
      ['a', 'b', 'c'],
      ['d', 'e'],
    ])
    t.strictSame(scratch.names(), ALL_GONE)
    t.equal(openNow(), open, 'nothing is left open')
  })

for (let count = 0; count < 12; count++)
  t.test(
    `${count} descriptors: each step is done or told of, and nothing is left behind`,
    async (t) => {
      const { session, scratch, steps } = play(t, FIVE, descriptors(count))
      const open = openNow()
      const results = (await done(session, steps)).flat()
      t.equal(results.length, 5)
      for (const result of results) t.match(result, /^[a-e](?: EMFILE)?$/)
      const left = results.filter((result) => result.includes(' ')).map((result) => result[0])
      const names = scratch.names().filter((name) => /^\d\/./.test(name))
      t.strictSame(
        names.map((name) => name.slice(2)),
        left,
        'no temporary name',
      )
      t.equal(openNow(), open, 'nothing is left open')
    },
  )

function openNow(): number {
  return readdirSync('/proc/self/fd').length
}

// prettier-ignore
const alone: [name: string, hidden: string, want: string[][]][] = [
  ['the first one',   'a', [['a EMFILE', 'b', 'c', 'd', 'e']]],
  ['one in between',  'c', [['a', 'b'], ['c EMFILE', 'd', 'e']]],
  ['the last one',    'e', [['a', 'b', 'c', 'd'], ['e EMFILE']]],
]

for (const [name, hidden, want] of alone)
  t.test(`one that cannot be looked at even alone is refused: ${name}`, async (t) => {
    const { session, scratch, steps } = play(t, FIVE, cannotOpen(hidden))
    t.strictSame(await done(session, steps), want)
    const left = scratch.names().filter((name) => /^\d\/./.test(name))
    t.match(left, [new RegExp(`/${hidden}$`)])
    t.equal(left.length, 1)
    t.ok(journaled(scratch).includes(`FAILED ${hidden}`))
  })

t.test('where nothing can be opened, each is refused', async (t) => {
  const { session, scratch, steps } = play(t, FIVE, { openDir: fails('EMFILE') })
  const all = FIVE.map((name) => `${name.slice(2)} EMFILE`)
  t.strictSame((await done(session, steps)).flat(), all)
  t.equal(scratch.names().filter((name) => /^\d\/./.test(name)).length, 5)
})

t.test('another error of one step is its own', async (t) => {
  const { session, steps } = play(t, FIVE, { open: before(disk.open, denied) })
  t.strictSame(await looked(session, steps), ['a', 'b', 'c EACCES', 'd', 'e'])
})

function denied(place: Place): void {
  if (nameOf(place) === 'c') throw errno('EACCES')
}

t.test(
  'a keeper whose directory cannot be synced: its steps are refused, others not',
  async (t) => {
    const { session, scratch, steps } = play(t, ['1/a', '2/b'])
    const other = scratch.write('other/keep', 'x')
    const sync = (fd: number) => {
      if (disk.fstat(fd).ino === scratch.stat('other').ino) throw errno('EIO')
      disk.sync(fd)
    }
    session.durable.dir(session.dirs.dir(scratch.at('1'), undefined))
    const mixed = [steps[0]!, step('delete', scratch.write('3/c', 'x'), other), steps[1]!]
    const sick = sessionIn(new Scratch(t), { sync })
    t.teardown(() => sick.close())
    t.strictSame(await looked(sick, mixed), ['a', 'c EIO', 'b'])
  },
)

t.test('much to read again ends a batch', async (t) => {
  const { session, scratch, keep } = play(t, [])
  for (const [mib, want] of [
    [129, ['a changed', 'b changed']],
    [128, ['a changed', 'b changed', 'c changed']],
  ] as const) {
    const big = (name: string) => ({ ...scratch.write(name, 'x'), size: mib * 2 ** 20 })
    const steps = ['a', 'b', 'c'].map((name) =>
      step('delete', big(name) as StepRecord['file'], keep),
    )
    t.strictSame(await looked(session, steps), want, `${mib} MiB each`)
  }
})

t.test('a run that is stopped begins no other unit', async (t) => {
  const pace = new Pace()
  const scratch = new Scratch(t)
  const steps = poolLinks(scratch, ['a1', 'a2', 'b1'])
  const session = sessionIn(scratch, {}, pace)
  t.teardown(() => [session.dirs.closeAll(), session.close()])
  const stopping: typeof session = { ...session, stopped: () => stopping.begun > 0 }
  t.strictSame(await looked(stopping, steps), ['a1', 'a2'])
  pace.stop()
  t.strictSame(await looked(session, steps), [])
})
