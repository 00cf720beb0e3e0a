// Plays for the corners of dd-apply: one file seen in two places, and where keepers are and files go.
import type { Test } from 'tap'
import type { Op } from '../../lib/record/step.js'
import { Stage } from './applied.js'
import {
  bothRuns,
  comesBack,
  each,
  ext4,
  forOps,
  recordIn,
  twoViews,
  type Play,
} from './corners.js'
import { bindFile, squashfs, tmpfs } from './mounts.js'
import { Scratch, step } from './scratch.js'

const VIEWED: Op[] = ['delete', 'symlink', 'hardlink']

/** Each op twice: the name in the view goes, and the one in the layer does. */
export const overlaid =
  (home: (t: Test) => string, beside: 'upper' | 'lower'): Play =>
  async (t) => {
    const names = VIEWED.flatMap((op) => [`${op}1`, `${op}2`])
    const { stage, real, view } = twoViews(t, home(t), beside, names)
    const steps = VIEWED.flatMap((op) => [
      step(op, view(`${op}1`), real(`${op}1`)),
      step(op, real(`${op}2`), view(`${op}2`)),
    ])
    await bothRuns(t, stage, steps, each(6, 'skipped one-file'))
  }

/** The other layer is on another disk, so the inode numbers of the view are of its own making. */
export const overlaidApart: Play = async (t) => {
  const other = tmpfs(t)
  const apart = { other, options: ',xino=on' }
  const { stage, real, view } = twoViews(t, ext4(t), 'lower', ['delete', 'symlink'], apart)
  t.not(real('delete').ino, view('delete').ino)
  const steps = forOps(['delete', 'symlink'], (name, op) => step(op, real(name), view(name)))
  await bothRuns(t, stage, steps, each(2, 'would', 'skipped one-file'))
}

/** A file of each name in `a`, mounted on one in `b`. */
function bound(t: Test, names: readonly string[]) {
  const stage = new Stage(t, tmpfs(t))
  const { files } = stage
  for (const name of names) {
    files.write(`a/${name}`, `content of ${name}`)
    files.write(`b/${name}`, '')
    bindFile(t, String(files.at(`a/${name}`)), String(files.at(`b/${name}`)))
  }
  return stage
}

const BOUND: Op[] = ['delete', 'hardlink', 'symlink', 'move']

export const boundFile =
  (from: string, keep: string): Play =>
  async (t) => {
    const stage = bound(t, BOUND)
    const { files } = stage
    const to = (op: Op) => (op === 'move' ? { to: `${files.root}/c/moved` } : {})
    const steps = forOps(BOUND, (name, op) =>
      step(op, files.record(`${from}/${name}`), files.record(`${keep}/${name}`), to(op)),
    )
    await bothRuns(t, stage, steps, each(4, 'skipped one-name'))
  }

/** It has two names, and one of them may go: the other one stays. */
export const boundLink: Play = async (t) => {
  const stage = bound(t, ['x'])
  const { files } = stage
  files.link('a/second', 'a/x')
  const keep = files.record('b/x')
  const steps = ['a/x', 'a/second'].map((name) => step('delete', files.record(name), keep))
  const said = { dry: ['would', 'would'], real: ['done', 'skipped one-name'] }
  const journal = await bothRuns(t, stage, steps, said)
  t.equal(files.read('a/second'), 'content of x')
  const undone = await stage.undo(journal)
  t.match(undone, { status: 1, stderr: 'a/x": came back as a file of its own' }, 'it is said')
  t.equal(files.read('a/x'), 'content of x')
}

// Where the keeper is, or where the file goes.

const ELSEWHERE: Op[] = ['delete', 'symlink', 'move']

/** Files on a disk, keepers on `other`, where moved files go, too. */
function apart(t: Test, other: string) {
  const stage = new Stage(t, ext4(t))
  const away = new Scratch(t, other)
  stage.elsewhere.push(away)
  const steps = forOps(ELSEWHERE, (name, op) => {
    const file = stage.files.write(name, `content of ${name}`, 1_500_000_000)
    if (op === 'move') {
      const keep = stage.files.write('keep', `content of ${name}`)
      return step(op, file, keep, { to: `${away.root}/moved` })
    }
    return step(op, file, away.write(`k/${name}`, `content of ${name}`))
  })
  return { stage, away, steps }
}

export const inMemory: Play = async (t) => {
  const { stage, steps } = apart(t, tmpfs(t))
  await bothRuns(t, stage, steps, each(3, 'skipped volatile'))
}

export const trashInMemory: Play = async (t) => {
  const stage = new Stage(t, ext4(t))
  const file = stage.files.write('a', 'x')
  const steps = [step('delete', file, stage.files.write('b', 'x'))]
  const ram = new Scratch(t, tmpfs(t))
  stage.elsewhere.push(ram)
  const trash = ['--trash', `${ram.root}/trash`]
  await bothRuns(t, stage, steps, each(1, 'skipped volatile'), trash)
  const journal = await bothRuns(t, stage, steps, each(1, 'would', 'done'), [
    ...trash,
    '--allow-tmpfs',
  ])
  t.strictSame(stage.files.names(), ['b'])
  t.equal((await stage.undo(journal)).status, 0)
  t.strictSame(stage.files.names(), ['a', 'b'])
}

export const allowed: Play = async (t) => {
  const { stage, away, steps } = apart(t, tmpfs(t))
  const before = stage.files.picture()
  const journal = await bothRuns(t, stage, steps, each(3, 'would', 'done'), ['--allow-tmpfs'])
  t.equal(away.read('moved'), 'content of move')
  await comesBack(t, stage, journal, before)
}

/** Keepers that cannot be written to, and so need not be synced. */
export const readOnlyKeepers: Play = async (t) => {
  const stage = new Stage(t, ext4(t))
  const source = new Scratch(t)
  const ops: Op[] = ['delete', 'symlink']
  for (const op of ops) source.write(op, `content of ${op}`)
  const root = squashfs(t, source.root)
  stage.elsewhere.push(source)
  const steps = forOps(ops, (name, op) =>
    step(op, stage.files.write(name, `content of ${name}`), recordIn(root, name)),
  )
  const before = stage.files.picture()
  const journal = await bothRuns(t, stage, steps, each(2, 'would', 'done'))
  await comesBack(t, stage, journal, before)
}
