// Corners of real file systems, with real processes: one line a promise. Nothing is lost in any of them.
import * as fs from 'node:fs'
import t, { type Test } from 'tap'
import type { Op, StepRecord } from '../../lib/record/step.js'
import { outcomes, Stage } from '../helper/applied.js'
import { without } from '../helper/commands.js'
import {
  bothRuns,
  cannotHideSizes,
  comesBack,
  each,
  newJournal,
  recordIn,
  twoViews,
  withoutSizes,
  type Said,
} from '../helper/corners.js'
import { bindFile, cannotMount, exfat, loopFs, must, squashfs, tmpfs } from '../helper/mounts.js'
import { noNative } from '../helper/native.js'
import { asNobody, cannotBeNobody } from '../helper/nobody.js'
import { withOwnMounts } from '../helper/own-mounts.js'
import { records, run, shell } from '../helper/run.js'
import { lines, Scratch, step } from '../helper/scratch.js'
import { cannotTrace } from '../helper/strace.js'

type Play = (t: Test) => Promise<unknown>

const ext4 = (t: Test) => loopFs(t, 'ext4', 16)
const noExt4 = cannotMount('ext4')

/** A step of each op for a file of its own, by its name. */
function forOps(ops: readonly Op[], make: (name: string, op: Op) => StepRecord): StepRecord[] {
  return ops.map((op) => make(op, op))
}

// Two views of one file.

const VIEWED: Op[] = ['delete', 'symlink', 'hardlink']

/** Each op twice: the name in the view goes, and the one in the layer does. */
const overlaid =
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
const overlaidApart: Play = async (t) => {
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

const boundFile =
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
const boundLink: Play = async (t) => {
  const stage = bound(t, ['x'])
  const { files } = stage
  files.link('a/second', 'a/x')
  const keep = files.record('b/x')
  const steps = ['a/x', 'a/second'].map((name) => step('delete', files.record(name), keep))
  const before = files.picture()
  const said = { dry: ['would', 'would'], real: ['done', 'skipped one-name'] }
  const journal = await bothRuns(t, stage, steps, said)
  t.equal(files.read('a/second'), 'content of x')
  await comesBack(t, stage, journal, before)
}

// Where the keeper is, or where the file goes.

const ELSEWHERE: Op[] = ['delete', 'symlink', 'move']

/** Files on a disk, keepers on `other`, where moved files go, too. */
function apart(t: Test, other: string) {
  const stage = new Stage(t, ext4(t))
  const away = new Scratch(t, other)
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

const inMemory: Play = async (t) => {
  const { stage, steps } = apart(t, tmpfs(t))
  await bothRuns(t, stage, steps, each(3, 'skipped volatile'))
}

const trashInMemory: Play = async (t) => {
  const stage = new Stage(t, ext4(t))
  const file = stage.files.write('a', 'x')
  const steps = [step('delete', file, stage.files.write('b', 'x'))]
  const trash = ['--trash', `${tmpfs(t)}/trash`]
  await bothRuns(t, stage, steps, each(1, 'skipped volatile'), trash)
  const journal = await bothRuns(t, stage, steps, each(1, 'would', 'done'), [
    ...trash,
    '--allow-tmpfs',
  ])
  t.strictSame(stage.files.names(), ['b'])
  t.equal((await stage.undo(journal)).status, 0)
  t.strictSame(stage.files.names(), ['a', 'b'])
}
void [
  bothRuns,
  cannotHideSizes,
  exfat,
  squashfs,
  must,
  asNobody,
  records,
  run,
  shell,
  lines,
  cannotTrace,
  cannotBeNobody,
  noNative,
  without,
  newJournal,
  recordIn,
  withoutSizes,
  outcomes,
]
export type S = Said
void [fs]

// prettier-ignore
const promises: [promise: string, skip: string | false, play: Play][] = [
  ['an overlay beside its upper directory, on tmpfs', false,  overlaid(tmpfs, 'upper')],
  ['an overlay beside its lower directory, on tmpfs', false,  overlaid(tmpfs, 'lower')],
  ['an overlay beside its upper directory, on ext4',  noExt4, overlaid(ext4, 'upper')],
  ['an overlay beside its lower directory, on ext4',  noExt4, overlaid(ext4, 'lower')],
  ['an overlay of two disks',                         noExt4, overlaidApart],
  ['a file mounted on another name: the file goes',   false,  boundFile('a', 'b')],
  ['a file mounted on another name: the other goes',  false,  boundFile('b', 'a')],
  ['a file mounted on another name, with a hard link', false, boundLink],
  ['a keeper in memory',                              noExt4, inMemory],
  ['trash in memory',                                 noExt4, trashInMemory],
]

withOwnMounts(t, import.meta.filename, [], () => {
  for (const [promise, skip, play] of promises) t.test(promise, { skip }, play)
})
