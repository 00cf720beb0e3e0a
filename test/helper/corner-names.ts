// Plays for the corners of dd-apply: names that cannot go, or come, and names that lead elsewhere.
import * as fs from 'node:fs'
import type { Test } from 'tap'
import type { Op, StepRecord } from '../../lib/record/step.js'
import { outcomes, Stage } from './applied.js'
import { bothRuns, comesBack, each, ext4, newJournal, type Play, type Said } from './corners.js'
import { exfat, must } from './mounts.js'
import { asNobody } from './nobody.js'
import { records, run } from './run.js'
import { lines, step } from './scratch.js'

/** More flags for a run. */
type Flags = (stage: Stage) => string[]

export const trash: Flags = ({ files }) => ['--trash', `${files.root}/trash`]
const none: Flags = () => []

/** Not among Node's constants. */
const O_PATH = 0o10000000

/** On a memory card the kernel makes inode numbers up, and anew when it forgets a file: these it does not. */
function hold(t: Test, { files }: Stage): void {
  for (const name of files.names().filter((name) => !name.endsWith('/'))) {
    const fd = fs.openSync(files.at(name), O_PATH)
    t.teardown(() => fs.closeSync(fd))
  }
}

/** On a memory card: what goes, and comes back. */
export const onCard =
  (make: (stage: Stage) => StepRecord, args = none): Play =>
  async (t) => {
    const stage = new Stage(t, exfat(t))
    make(stage)
    hold(t, stage)
    const steps = [make(stage)]
    const before = stage.files.picture()
    const journal = await bothRuns(t, stage, steps, each(1, 'would', 'done'), args(stage))
    t.strictNotSame(stage.files.picture(), before)
    hold(t, stage)
    await comesBack(t, stage, journal, before)
  }

export const pairOn =
  (op: Op, to?: string) =>
  ({ files }: Stage): StepRecord => {
    const [file, keep] = [files.write('dir/two.jpg', 'content'), files.write('One.jpg', 'content')]
    return step(op, file, keep, to === undefined ? {} : { to: `${files.root}/${to}` })
  }

export function emptyOn({ files }: Stage): StepRecord {
  files.write('other-empty', '')
  return step('delete', files.write('dir/empty', ''))
}

/** One name in two spellings is one file, whatever its inode numbers are. */
export const spelledTwice: Play = async (t) => {
  const stage = new Stage(t, exfat(t))
  const { files } = stage
  for (const name of ['One.jpg', 'Two.jpg']) files.write(name, `content of ${name}`)
  const steps = [
    step('delete', files.record('One.jpg'), files.record('ONE.JPG')),
    step('move', files.record('TWO.JPG'), files.record('Two.jpg'), { to: `${files.root}/away/x` }),
  ]
  const before = files.picture()
  const { results, stderr } = await stage.apply(steps, ['--apply', '--journal', newJournal(stage)])
  t.equal(results.length, 2)
  for (const { status } of results) t.not(status, 'done', stderr)
  t.strictSame(files.picture().length, before.length)
  t.equal(files.read('one.jpg'), 'content of One.jpg')
  t.equal(files.read('two.jpg'), 'content of Two.jpg')
}

const STAY: Op[] = ['delete', 'hardlink', 'symlink', 'move']

/** Names in `stay`, which cannot go, and in `go`, which can, of each op, one after the other. */
export function staying({ files }: Stage): StepRecord[] {
  return STAY.flatMap((op) =>
    ['stay', 'go'].map((dir) => {
      const keep = files.write(`keep/${dir}-${op}`, `${dir} ${op}`)
      const file = files.write(`${dir}/${op}`, `${dir} ${op}`, 1_500_000_000)
      const to = op === 'move' ? { to: `${files.root}/away/${dir}` } : {}
      return step(op, file, keep, { metadata: 'ignore', ...to })
    }),
  )
}

const STAYED: Said = {
  dry: STAY.flatMap(() => ['skipped EPERM', 'would']),
  real: STAY.flatMap(() => ['failed EPERM', 'done']),
}

/** @returns what takes the flag away again */
function chattr(t: Test, flag: string, path: Buffer): () => void {
  must('chattr', `+${flag}`, String(path))
  const off = () => must('chattr', `-${flag}`, String(path))
  t.teardown(off)
  return off
}

export const fixedDir =
  (flag: string): Play =>
  async (t) => {
    const stage = new Stage(t, ext4(t))
    const steps = staying(stage)
    const before = stage.files.picture()
    chattr(t, flag, stage.files.at('stay'))
    const journal = await bothRuns(t, stage, steps, STAYED)
    await comesBack(t, stage, journal, before)
  }

/** Where a name that is made could never be removed again, nothing is made. */
export const fixedDestination: Play = async (t) => {
  const stage = new Stage(t, ext4(t))
  const { files } = stage
  fs.mkdirSync(files.at('to'))
  const steps = ['to', 'to/new', 'other'].map((dir, i) =>
    step('move', files.write(`${i}`, dir, 7), files.write(`keep/${i}`, dir), {
      to: `${files.root}/${dir}/${i}`,
    }),
  )
  chattr(t, 'a', files.at('to'))
  await bothRuns(t, stage, steps, {
    dry: ['skipped EPERM', 'skipped EPERM', 'would'],
    real: ['failed EPERM', 'failed EPERM', 'done'],
  })
  t.strictSame(fs.readdirSync(files.at('to')), [])
}

/** The same for what an undo makes. */
export const fixedUndo: Play = async (t) => {
  const stage = new Stage(t, ext4(t))
  const { files } = stage
  const steps = ['stay', 'go'].map((dir) =>
    step('delete', files.write(`${dir}/a`, dir, 7), files.write(`keep/${dir}`, dir)),
  )
  const before = files.picture()
  const journal = await bothRuns(t, stage, steps, each(2, 'would', 'done'))
  const off = chattr(t, 'a', files.at('stay'))
  const undone = await stage.undo(journal)
  t.strictSame(outcomes(undone.results), ['done', 'failed EPERM'], undone.stderr)
  off()
  await stage.undo(journal)
  t.strictSame(files.picture(), before)
}

const NOBODY = 65534

/** Files of root in a directory where each may remove his own; done by somebody else. */
export const stickyDir: Play = async (t) => {
  const stage = new Stage(t)
  const { files } = stage
  const steps = staying(stage)
  fs.mkdirSync(files.at('state'))
  for (const name of files.names().filter((name) => !name.startsWith('stay')))
    fs.chownSync(files.at(name), NOBODY, NOBODY)
  fs.chownSync(files.root, NOBODY, NOBODY)
  fs.chmodSync(files.root, 0o755)
  fs.chmodSync(files.at('stay'), 0o1777)
  files.write('plan', lines(...steps))
  const before = withoutState(files.picture())
  const dry = await asNobody('dd-apply < plan', files.root)
  t.strictSame(outcomes(records(dry.stdout)), STAYED.dry, dry.stderr)
  const real = await asNobody('dd-apply --apply --journal state/j < plan', files.root)
  t.strictSame(outcomes(records(real.stdout)), STAYED.real, real.stderr)
  stage.intact(new Set())
  const undo = 'set -o pipefail; dd-undo state/j | dd-apply --apply --journal state/u'
  const undone = await asNobody(undo, files.root)
  t.equal(undone.status, 0, undone.stderr)
  t.strictSame(withoutState(files.picture()), before)
}

function withoutState(picture: readonly string[]): string[] {
  return picture.filter((line) => !line.includes('/state/'))
}

/** A run in `home`, all of which is somebody's, that is done. */
async function doneAtHome(t: Test, op: Op, args: Flags) {
  const stage = new Stage(t)
  const { files } = stage
  const steps = ['f', 'g'].map((name) => {
    const keep = files.write(`home/keep/${name}`, `content of ${name}`)
    const file = files.write(`home/sub/${name}`, `content of ${name}`, 1_500_000_000)
    return step(op, file, keep, { metadata: 'ignore' })
  })
  fs.mkdirSync(files.at('victim'))
  for (const name of files.names().filter((name) => name.startsWith('home')))
    fs.chownSync(files.at(name), NOBODY, NOBODY)
  const before = files.picture()
  const journal = newJournal(stage)
  const ran = await stage.apply(steps, ['--apply', '--journal', journal, ...args(stage)])
  t.equal(ran.status, 0, ran.stderr)
  return { stage, journal, before }
}

/** `sub` leads to `victim`, by a symlink of its owner. @returns what puts it right again */
function swapSub({ files }: Stage): () => void {
  fs.renameSync(files.at('home/sub'), files.at('home/old'))
  fs.symlinkSync('../victim', files.at('home/sub'))
  fs.lchownSync(files.at('home/sub'), NOBODY, NOBODY)
  return () => {
    fs.unlinkSync(files.at('home/sub'))
    fs.renameSync(files.at('home/old'), files.at('home/sub'))
  }
}

export const swappedBeforeUndo =
  (op: Op, args = none): Play =>
  async (t) => {
    const { stage, journal, before } = await doneAtHome(t, op, args)
    const putRight = swapSub(stage)
    const undo = await run('dd-undo', [journal])
    const undone = await stage.apply(undo.stdout)
    for (const { status } of undone.results) t.not(status, 'done')
    t.strictSame(fs.readdirSync(stage.files.at('victim')), [])
    putRight()
    await comesBack(t, stage, journal, before)
  }

/**
 * The run was cut off before the ends of its steps were journaled. What is found under their temporary
 * names would be given their names: it is the victim's.
 */
export const swappedBeforeRecovery =
  (flag: string, op: Op, args = none): Play =>
  async (t) => {
    const { stage, journal } = await doneAtHome(t, op, args)
    const { files } = stage
    const rows = fs.readFileSync(journal, 'latin1').split('\n')
    const begun = rows.filter((row, i) => i === 0 || row.includes(',PENDING,'))
    fs.writeFileSync(journal, `${begun.join('\n')}\n`)
    const temps = begun.join().match(/\.dd-\w+-\d+~/g)!
    for (const name of temps.flatMap((temp) => [temp, temp.replace('~', 'a~')]))
      fs.writeFileSync(files.at(`victim/${name}`), 'of the victim')
    const victims = fs.readdirSync(files.at('victim')).sort()
    const putRight = swapSub(stage)
    const cut = await run('dd-apply', ['--apply', flag, journal])
    t.not(cut.status, 0)
    t.equal(records(cut.stdout).length, 2)
    for (const { status } of records(cut.stdout)) t.not(status, 'done')
    t.strictSame(fs.readdirSync(files.at('victim')).sort(), victims)
    putRight()
    const again = await run('dd-apply', ['--apply', flag, journal])
    t.equal(records(again.stdout).length, 2, 'they were still to be settled')
    t.equal(again.status, 0, again.stderr)
  }
