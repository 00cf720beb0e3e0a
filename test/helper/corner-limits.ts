// Plays for the corners of dd-apply: sizes that lie, few descriptors, disks that do not sync, a last link.
import * as fs from 'node:fs'
import type { Test } from 'tap'
import type { Op, StepRecord } from '../../lib/record/step.js'
import { outcomes, Stage } from './applied.js'
import { staying } from './corner-names.js'
import { bothRuns, comesBack, each, recordIn, withoutSizes, type Play } from './corners.js'
import { must, tmpfs } from './mounts.js'
import { BIN, records, run, shell } from './run.js'
import { lines, step } from './scratch.js'

export const noSizes: Play = async (t) => {
  const mount = await withoutSizes(t)
  const stage = new Stage(t)
  const steps = ['doc', 'empty'].map((name) => step('delete', recordIn(mount, name)))
  const said = { dry: ['skipped content', 'would'], real: ['skipped content', 'done'] }
  await bothRuns(t, stage, steps, said)
  t.strictSame(fs.readdirSync(mount), ['doc'])
  t.equal(fs.readFileSync(`${mount}/doc`, 'latin1'), 'PRECIOUS')
}

const DIRS = 90

/** A plan of a file in each of many directories. */
function manyDirs(t: Test, op: Op) {
  const stage = new Stage(t)
  const { files } = stage
  const steps = Array.from({ length: DIRS }, (_, i) => {
    const keep = files.write(`keep/${i}/k`, `content of ${i}`)
    const file = files.write(`dir/${i}/f`, `content of ${i}`, 1_500_000_000)
    return step(op, file, keep, op === 'move' ? { to: `${files.root}/away/${i}/f` } : {})
  })
  return { stage, steps }
}

const ALL_DONE = Array(DIRS).fill('done')

export const fewDescriptors =
  (op: Op, args: (stage: Stage) => string[] = () => []): Play =>
  async (t) => {
    const { stage, steps } = manyDirs(t, op)
    const before = stage.files.picture()
    stage.state.write('plan', lines(...steps))
    const few = (line: string) =>
      shell(`ulimit -n 64; ${line}`, { cwd: stage.state.root, env: stage.env })
    const ran = await few(`dd-apply --apply --journal j ${args(stage).join(' ')} < plan`)
    t.strictSame(outcomes(records(ran.stdout)), ALL_DONE, ran.stderr)
    stage.intact(new Set())
    const undone = await few('dd-undo j | dd-apply --apply --journal u')
    t.strictSame(outcomes(records(undone.stdout)), ALL_DONE, undone.stderr)
    stage.intact(new Set())
    t.strictSame(stage.files.picture(), before)
  }

/** dd-apply where these system calls fail. @param only where they are about this directory */
function unsynced(stage: Stage, calls: string, only?: string) {
  const on = only === undefined ? [] : ['-P', only]
  const trace = ['-f', '-qq', '-o', '/dev/null', ...on, '-e', `trace=${calls}`]
  const words = ['strace', ...trace, '-e', `inject=${calls}:error=EIO`, process.execPath]
  const strace = [...words, `${BIN}/dd-apply.js`].map((word) => `'${word}'`).join(' ')
  const there = { cwd: stage.state.root, env: stage.env }
  return shell(`${strace} --apply --journal j < plan`, there)
}

export const nothingSyncs: Play = async (t) => {
  const stage = new Stage(t)
  stage.state.write('plan', lines(...staying(stage)))
  const before = stage.files.picture()
  const ran = await unsynced(stage, 'fsync,fdatasync,syncfs')
  t.strictSame([ran.status, ran.stdout], [4, ''], ran.stderr)
  t.match(ran.stderr, 'stopped')
  t.strictSame(stage.files.picture(), before)
}

/** @param dir where files are, what is done is not durable; where keepers are, it is not even begun */
export const oneDirSyncsNot =
  (dir: 'stay' | 'keep-stay'): Play =>
  async (t) => {
    const stage = new Stage(t)
    const { files } = stage
    const steps = ['stay', 'go'].map((name) =>
      step('delete', files.write(`${name}/a`, name, 7), files.write(`keep-${name}/a`, name)),
    )
    const before = files.picture()
    stage.state.write('plan', lines(...steps))
    const ran = await unsynced(stage, 'fsync', String(files.at(dir)))
    t.strictSame(outcomes(records(ran.stdout)), ['failed EIO', 'done'], ran.stderr)
    t.equal(ran.status, 1)
    stage.intact(new Set())
    t.equal(files.exists('stay/a'), dir === 'keep-stay')
    const journal = `${stage.state.root}/j`
    const resumed = await run('dd-apply', ['--apply', '--resume', journal])
    t.strictSame(outcomes(records(resumed.stdout)), dir === 'stay' ? ['done'] : [], resumed.stderr)
    await comesBack(t, stage, journal, before)
  }

/** A link in a pool whose keeper is gone: it is the link that holds what was added since. */
export const linkWrittenTo: Play = async (t) => {
  const stage = new Stage(t, tmpfs(t))
  const { files } = stage
  const [one, two] = ['b1', 'b2'].map((name) => branchAt(t, `${files.root}/${name}`))
  const keep = { ...files.write('b1/d/k', 'content'), root: one } as StepRecord['file']
  const file = { ...files.write('b2/d/f', 'content', 7), root: two } as StepRecord['file']
  const branches = [{ path: one! }, { path: two! }]
  const linked = step('pool-link', file, keep, { to: `${one}/d/f`, branches, metadata: 'ignore' })
  const journal = await bothRuns(t, stage, [linked], each(1, 'would', 'done'))
  files.remove('b1/d/k')
  const undo = await run('dd-undo', [journal])
  fs.appendFileSync(files.at('b1/d/f'), 'PRECIOUS')
  await stage.apply(undo.stdout)
  t.equal(files.read('b1/d/f'), 'contentPRECIOUS')
}

function branchAt(t: Test, dir: string): string {
  fs.mkdirSync(dir)
  must('mount', '-t', 'tmpfs', 'tmpfs', dir)
  t.teardown(() => must('umount', dir))
  return dir
}
