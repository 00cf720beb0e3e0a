// What cannot be is said by a dry run, too: in the words of the real one, and nothing is changed by either.
import { chmodSync, chownSync, mkdirSync } from 'node:fs'
import t from 'tap'
import type { Op, StepRecord } from '../../lib/record/step.js'
import { outcomes, Stage } from '../helper/applied.js'
import { without } from '../helper/commands.js'
import { bindMount, cannotMount, loopFs, must, remount, tmpfs } from '../helper/mounts.js'
import { exfat, NO_INLINE } from '../helper/mounts.js'
import { asNobody, cannotBeNobody } from '../helper/nobody.js'
import { records } from '../helper/run.js'
import { lines, Scratch, step } from '../helper/scratch.js'

type T = ConstructorParameters<typeof Stage>[0]

const CONTENT = 'the same'.repeat(1000)

function on(t: T, parent?: string) {
  const stage = new Stage(t, parent)
  const file = stage.files.write('dir/file', CONTENT)
  const keep = stage.files.write('keep', CONTENT)
  return { stage, file, keep }
}

/** A dry run and a real one, of which neither does anything. */
async function refused(t: T, stage: Stage, planned: StepRecord, code: string, message: string) {
  const before = stage.files.picture()
  const [dry, real] = [await stage.apply([planned], []), await stage.apply([planned])]
  t.strictSame(outcomes([...dry.results, ...real.results]), [`skipped ${code}`, `failed ${code}`])
  for (const { status, stderr, results } of [dry, real]) {
    t.equal(status, 1)
    t.match(results[0], { freed: 0, error: { code, message } })
    t.match(stderr, `": ${message}\n`)
  }
  t.strictSame(stage.files.picture(), before)
}

const ALL: Op[] = ['delete', 'hardlink', 'symlink', 'reflink', 'move']
/** A reflink in place needs no name. */
const TAKES_NAME = ALL.filter((op) => op !== 'reflink')
const to = (stage: Stage) => ({ to: `${stage.files.root}/to/file` })

const APART = 'a hard link cannot lead to another file system, or another mount of the same one'

t.test('a hard link to another file system', { skip: cannotMount() }, async (t) => {
  const { stage, file } = on(t, tmpfs(t))
  const keep = new Scratch(t).write('keep', CONTENT)
  await refused(t, stage, step('hardlink', file, keep), 'EXDEV', APART)
})

t.test('a hard link to another mount', { skip: cannotMount() }, async (t) => {
  const { stage, file, keep } = on(t, tmpfs(t))
  const view = bindMount(t, stage.files.root)
  const seen = { ...keep, path: `${view}/keep`, root: view } as typeof keep
  await refused(t, stage, step('hardlink', file, seen), 'EXDEV', APART)
})

t.test('to another subvolume of btrfs', { skip: cannotMount('btrfs') }, async (t) => {
  const mount = loopFs(t, 'btrfs', 128)
  const { stage, file } = on(t, mount)
  must('btrfs', 'subvolume', 'create', `${mount}/sub`)
  const keep = new Scratch(t, `${mount}/sub`).write('keep', CONTENT)
  await refused(t, stage, step('hardlink', file, keep), 'EXDEV', APART)
  const { status, results } = await stage.apply([step('reflink', file, keep)])
  t.strictSame([status, outcomes(results)], [0, ['done']], 'blocks can be shared')
})

const EXFAT = without('mkfs.exfat', 'mount.exfat-fuse')
t.test('on exFAT there are no links', { skip: cannotMount() || EXFAT }, async (t) => {
  const { stage, file, keep } = on(t, exfat(t))
  const no = (what: string) => `its file system (exfat) has no ${what} links`
  await refused(t, stage, step('hardlink', file, keep), 'EPERM', no('hard'))
  await refused(t, stage, step('symlink', file, keep), 'EPERM', no('symbolic'))
})

t.test('a read-only file system', { skip: cannotMount() }, async (t) => {
  const mount = tmpfs(t)
  const { stage, file, keep } = on(t, mount)
  remount(mount, 'ro')
  for (const op of ALL)
    await refused(
      t,
      stage,
      step(op, file, keep, op === 'move' ? to(stage) : {}),
      'EROFS',
      'it is on a read-only file system',
    )
  remount(mount, 'rw')
})

for (const [flag, what] of [
  ['i', 'immutable'],
  ['a', 'append-only'],
] as const)
  t.test(`what is ${what}`, { skip: cannotMount('btrfs') }, async (t) => {
    const { stage, file, keep } = on(t, loopFs(t, 'btrfs', 128))
    const set = (sign: string, name: string) =>
      must('chattr', sign + flag, String(stage.files.at(name)))
    t.teardown(() => ['dir/file', 'keep'].forEach((name) => set('-', name)))
    set('+', 'dir/file')
    for (const op of flag === 'i' ? ALL : TAKES_NAME)
      await refused(
        t,
        stage,
        step(op, file, keep, op === 'move' ? to(stage) : {}),
        'EPERM',
        `it is ${what}: see chattr(1)`,
      )
    set('-', 'dir/file')
    set('+', 'keep')
    await refused(
      t,
      stage,
      step('hardlink', file, keep),
      'EPERM',
      'the keeper is immutable or append-only: see chattr(1)',
    )
  })

// prettier-ignore
const withoutReflinks: [type: string, make: (t: T) => string, shown: string][] = [
  ['ext4',  (t) => loopFs(t, 'ext4', 16),                                  'ext4'],
  ['xfs',   (t) => loopFs(t, 'xfs', 320, { make: ['-m', 'reflink=0'] }),   'xfs, made without reflinks'],
  ['tmpfs', (t) => tmpfs(t),                                               'tmpfs'],
]

for (const [type, make, shown] of withoutReflinks)
  t.test(`reflinks on ${type}`, { skip: cannotMount(type) }, async (t) => {
    const { stage, file, keep } = on(t, make(t))
    const message = `its file system (${shown}) cannot share blocks between files`
    await refused(t, stage, step('reflink', file, keep), 'ENOTSUP', message)
  })

t.test('reflinks between two file systems', { skip: cannotMount('btrfs') }, async (t) => {
  const { stage, file } = on(t, loopFs(t, 'btrfs', 128))
  const keep = new Scratch(t, loopFs(t, 'btrfs', 128)).write('keep', CONTENT)
  const message = 'blocks cannot be shared with a file on another file system'
  await refused(t, stage, step('reflink', file, keep), 'EXDEV', message)
})

t.test('of two files only one has copy-on-write', { skip: cannotMount('btrfs') }, async (t) => {
  const mount = loopFs(t, 'btrfs', 128)
  const stage = new Stage(t, mount)
  const { files } = stage
  const noCow = (name: string) => {
    files.write(name, '')
    must('chattr', '+C', String(files.at(name)))
    return files.write(name, CONTENT)
  }
  const [one, other, plain] = [noCow('d/one'), noCow('d/other'), files.write('d/plain', CONTENT)]
  const message = 'it or its keeper is kept without copy-on-write (chattr +C), and the other is not'
  await refused(t, stage, step('reflink', plain, one), 'EINVAL', message)
  const { status, results } = await stage.apply([step('reflink', other, one)])
  t.strictSame([status, outcomes(results)], [0, ['done']])
  const clone = await stage.apply([step('reflink', files.record('d/other'), plain)])
  t.strictSame([clone.status, outcomes(clone.results)], [0, ['done']], 'a clone like its keeper')
})

const NOBODY = 65534

/** Who owns the file and its directory, and what becomes of a reflink by nobody. */
// prettier-ignore
const owned: [name: string, file: number, dir: number, native: boolean, want: string][] = [
  ['their own file, in their directory',                  NOBODY, NOBODY, true,  'done'],
  ['their own file, in a directory of root',              NOBODY, 0,      true,  'done'],
  ['a file of root, in a directory of root',              0,      0,      true,  'EPERM'],
  ['a file of root, in their directory',                  0,      NOBODY, true,  'EPERM'],
  ['their own file, by a clone',                          NOBODY, NOBODY, false, 'done'],
  ['their own file, by a clone in a directory of root',   NOBODY, 0,      false, 'EACCES'],
]

t.test(
  'reflinks by an ordinary user',
  { skip: cannotMount('btrfs') || cannotBeNobody() },
  async (t) => {
    const mount = loopFs(t, 'btrfs', 128, NO_INLINE)
    for (const [name, fileOwner, dirOwner, isNative, want] of owned) {
      const { stage, keep } = on(t, mount)
      const { files } = stage
      for (const [at, owner] of [
        ['dir/file', fileOwner],
        ['dir', dirOwner],
      ] as const)
        chownSync(files.at(at), owner, owner)
      chmodSync(files.root, 0o755)
      mkdirSync(files.at('state'))
      chownSync(files.at('state'), NOBODY, NOBODY)
      files.write('plan', lines(step('reflink', files.record('dir/file'), keep)))
      const before = files.picture()
      const dd = `DD_TOOLS_NATIVE=${isNative ? 1 : 0} dd-apply`
      const dry = await asNobody(`${dd} < plan`, files.root)
      t.strictSame(files.picture(), before)
      const real = await asNobody(`${dd} --apply --journal state/journal < plan`, files.root)
      const codes = [dry, real].flatMap(({ stdout }) => outcomes(records(stdout)))
      t.strictSame(
        codes,
        want === 'done' ? ['would', 'done'] : [`skipped ${want}`, `failed ${want}`],
        name,
      )
    }
  },
)
