// What file systems refuse: each with its message, status 1, and everything as it was.
import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { linkSync, mkdirSync, readdirSync } from 'node:fs'
import t, { type Test } from 'tap'
import { recordAt } from '../../lib/apply/scene.js'
import { OpenDirs } from '../../lib/fs/open-dirs.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import { pathFields } from '../../lib/record/path.js'
import type { ResultRecord } from '../../lib/record/result.js'
import type { Op, StepRecord } from '../../lib/record/step.js'
import { outcomes, Stage } from '../helper/applied.js'
import { without } from '../helper/commands.js'
import { bindMount, cannotMount, loopFs, must, remount, tmpfs } from '../helper/mounts.js'
import { noNative } from '../helper/native.js'
import { records, shell } from '../helper/run.js'
import { lines, Scratch, step } from '../helper/scratch.js'

/** Two files of one content, below a mount. */
function on(t: ConstructorParameters<typeof Stage>[0], parent: string, content = 'the same') {
  const stage = new Stage(t, parent)
  const [file, keep] = [
    stage.files.write('dir/file', content, 1_500_000_000),
    stage.files.write('keep', content),
  ]
  return { stage, file, keep }
}

const OPS: Op[] = ['delete', 'hardlink', 'symlink', 'reflink']

t.test('a read-only file system', { skip: cannotMount() }, async (t) => {
  const mount = tmpfs(t)
  const { stage, file, keep } = on(t, mount)
  remount(mount, 'ro')
  for (const op of OPS) {
    const { status, stderr, results } = await stage.apply([step(op, file, keep)])
    t.strictSame([status, outcomes(results)], [1, ['failed EROFS']], op)
    t.match(stderr, /^dd-apply: \w+ ".*\/dir\/file": (?:\w+: )?.*read-only file system\n/m)
  }
  remount(mount, 'rw')
})

t.test('no space for a move', { skip: cannotMount() }, async (t) => {
  const full = new Scratch(t, tmpfs(t, 'size=256k'))
  const { stage, file, keep } = on(t, tmpdir(), 'x'.repeat(600_000))
  const planned = step('move', file, keep, { to: `${full.root}/to/file` })
  const ran = await stage.apply([planned], ['--apply', '--allow-tmpfs'])
  t.match(ran, { status: 1, stderr: 'write: no space left on device\n' })
  t.strictSame([stage.files.exists('dir/file'), full.names()], [true, ['to/']])
})

t.test('no space for an undo, yet', { skip: cannotMount() }, async (t) => {
  const { stage, file, keep } = on(t, tmpfs(t, 'size=1m'), 'x'.repeat(400_000))
  const before = stage.files.picture()
  t.equal((await stage.apply([step('hardlink', file, keep, { metadata: 'ignore' })])).status, 0)
  const [journal = ''] = stage.journals()
  stage.files.write('other', 'y'.repeat(400_000))
  t.match(await stage.undo(journal), { status: 1, stderr: 'write: no space left on device\n' })
  t.equal(stage.files.stat('dir/file').ino, stage.files.stat('keep').ino)
  stage.files.remove('other')
  t.equal((await stage.undo(journal)).status, 0)
  t.strictSame(stage.files.picture(), before)
})

t.test('a hard link cannot leave its file system', { skip: cannotMount() }, async (t) => {
  const { stage, file } = on(t, tmpfs(t))
  const other = new Scratch(t)
  const keep = other.write('keep', 'the same')
  const { status, stderr, results } = await stage.apply([
    step('hardlink', file, keep, { metadata: 'ignore' }),
  ])
  t.strictSame([status, outcomes(results)], [1, ['failed EXDEV']])
  t.match(
    stderr,
    'a hard link cannot lead to another file system, or another mount of the same one\n',
  )
})

t.test('not even between two views of one', { skip: cannotMount() }, async (t) => {
  const { stage, file, keep } = on(t, tmpfs(t))
  const view = bindMount(t, stage.files.root)
  const seen = { ...keep, path: `${view}/keep`, root: view } as typeof keep
  const { status, results } = await stage.apply([step('hardlink', file, seen)])
  t.strictSame([status, outcomes(results)], [1, ['failed EXDEV']])
})

t.test('files that may not be changed', { skip: cannotMount('ext4') }, async (t) => {
  const { stage, file, keep } = on(t, loopFs(t, 'ext4', 16))
  for (const [flag, ops] of [
    ['i', OPS.slice(0, 3)],
    ['a', OPS.slice(0, 1)],
  ] as const) {
    must('chattr', `+${flag}`, String(stage.files.at('dir/file')))
    t.teardown(() => must('chattr', '-ia', String(stage.files.at('dir/file'))))
    for (const op of ops) {
      const { status, stderr, results } = await stage.apply([step(op, file, keep)])
      t.strictSame([status, outcomes(results)], [1, ['failed EPERM']], `+${flag} ${op}`)
      t.match(stderr, `it is ${flag === 'i' ? 'immutable' : 'append-only'}: see chattr(1)\n`)
    }
    must('chattr', `-${flag}`, String(stage.files.at('dir/file')))
  }
})

t.test('a file with as many links as it can have', { skip: cannotMount('ext4') }, async (t) => {
  const mount = loopFs(t, 'ext4', 32)
  const { stage, keep } = on(t, mount)
  const { files } = stage
  files.remove('dir/file')
  const planned = ['a', 'b', 'c'].map((name) =>
    step('hardlink', files.write(name, 'the same'), keep),
  )
  mkdirSync(`${mount}/links`) // not below `files`, which are looked at again and again
  for (let i = 0; i < 64_998; i++) linkSync(files.at('keep'), `${mount}/links/${i}`)
  const { status, stderr, results } = await stage.apply(planned)
  t.strictSame([status, outcomes(results)], [0, ['done', 'skipped full', 'done']])
  t.match(stderr, /^[^\n]*journal[^\n]*\n[^\n]*: 1 file stays as it is: [^\n]*\n[^\n]*2 steps done/)
  t.equal(files.stat('c').ino, files.stat('b').ino, 'the next one stands in')
  t.equal(files.stat('a').ino, files.stat('keep').ino)
  await saidOnce(t, files.root, 2, 1)
  t.equal((await stage.undo(stage.journals()[0]!)).status, 0)
  t.equal(files.stat('c').nlink, 1n)
})

/** A set that cannot be linked further is done: each later run says so, once, and ends well. */
async function saidOnce(t: Test, dir: string, names: number, files: number) {
  const cwd = new Scratch(t).root
  const find = `dd-dupes -q '${dir}' | dd-plan hardlink -q`
  const { status, stdout, stderr } = await shell(`${find} | dd-apply --apply --journal j.csv`, {
    cwd,
  })
  const results = records(stdout) as ResultRecord[]
  t.equal(results.length, names)
  t.ok(results.every(({ error, freed }) => /full|already/.test(error!.code) && freed === 0))
  t.equal(stderr.match(new RegExp(`: ${files} files? stays? as `, 'g'))?.length, 1, stderr)
  t.notMatch(stderr, /hardlink "/)
  t.equal(status, 0)
}

// Without the calls of koffi a name is swapped in two steps, each of which may be refused.
for (const DD_TOOLS_NATIVE of ['1', '0'])
  t.test(
    `a file with as many links as a directory can have of it, native ${DD_TOOLS_NATIVE}`,
    { skip: cannotMount('btrfs') },
    async (t) => {
      const { stage, keep } = on(t, loopFs(t, 'btrfs', 128, { make: ['-O', '^extref'] }))
      const { files } = stage
      files.remove('dir/file')
      const names = Array.from({ length: 120 }, (_, i) => `many/${i}-${'n'.repeat(200)}`)
      const all = [...names, 'few/a', 'few/b']
      const planned = all.map((name) => step('hardlink', files.write(name, 'the same'), keep))
      const env = { ...stage.env, DD_TOOLS_NATIVE }
      const { status, results } = await stage.apply(planned, ['--apply'], { env })
      t.equal(status, 0)
      const left = outcomes(results).filter((one) => one !== 'done')
      t.strictSame(left, ['skipped full'])
      t.equal(new Set([...all, 'keep'].map((name) => files.stat(name).ino)).size, 2)
      t.equal(files.stat('few/b').ino, files.stat('keep').ino, 'another directory takes more')
      t.ok(all.every((name) => files.read(name) === 'the same'))
      t.strictSame(strays(files.root), [])
      await saidOnce(t, files.root, Number(files.stat(names.at(-1)!).nlink), 1)
    },
  )

/** What a run has left under temporary names. */
function strays(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.dd-/.test(name),
  )
}

t.test('reflinks, and back', { skip: cannotMount('btrfs') }, async (t) => {
  const { stage, file, keep } = on(t, loopFs(t, 'btrfs', 128), 'x'.repeat(100_000))
  const before = stage.files.picture()
  for (const DD_TOOLS_NATIVE of ['1', '0']) {
    const { status, results } = await stage.apply([step('reflink', file, keep)], ['--apply'], {
      env: { ...stage.env, DD_TOOLS_NATIVE },
    })
    t.strictSame([status, outcomes(results)], [0, ['done']])
    t.strictSame(stage.files.picture(), before)
    Object.assign(file, stage.files.record('dir/file'))
  }
  for (const journal of stage.journals()) t.equal((await stage.undo(journal)).status, 0)
  t.strictSame(stage.files.picture(), before)
})

// A quota is hard to come by; the answer of one is not.
for (const [op, call] of [
  ['delete', noNative ? 'rename' : 'renameat2'],
  ['hardlink', 'link'],
  ['symlink', 'symlink'],
] as const)
  t.test(`over quota: ${op}`, { skip: without('strace') }, async (t) => {
    const { stage, file, keep } = on(t, tmpdir())
    stage.state.write('plan', lines(step(op, file, keep)))
    const before = stage.files.picture()
    const inject = `strace -f -qq -o /dev/null -e trace=${call} -e inject=${call}:error=EDQUOT`
    const command = `${inject} "$(which node)" "$DD_APPLY" --apply < plan`
    const ran = await shell(command, {
      cwd: stage.state.root,
      env: {
        ...stage.env,
        PATH: `${process.execPath.replace(/\/node$/, '')}:${process.env.PATH}`,
        DD_APPLY: `${import.meta.dirname}/../../bin/dd-apply.js`,
      },
    })
    t.match(ran, { status: 1, stderr: `: ${call}: disk quota exceeded\n` })
    t.strictSame(stage.files.picture(), before)
  })

/** A file in directories so deep that no path reaches it. */
function deep(
  t: ConstructorParameters<typeof Scratch>[0],
  scratch: Scratch,
  depth: number,
  name: string,
): StepRecord['file'] {
  const disk = realDisk()
  const dirs = new OpenDirs(disk)
  let path = Buffer.from(scratch.root)
  for (let i = 0; i < depth; i++) {
    const place = { dir: dirs.dir(path, undefined), name: Buffer.from('d'.repeat(250)) }
    if (!disk.lstat(place)) disk.mkdir(place)
    path = Buffer.concat([path, Buffer.from('/'), place.name])
    dirs.closeAll()
  }
  const place = { dir: dirs.dir(path, undefined), name: Buffer.from(name) }
  const fd = disk.create(place)
  disk.write(fd, Buffer.from('deep'), 0)
  disk.close(fd)
  const stat = disk.lstat(place)!
  dirs.closeAll()
  t.teardown(() => execFileSync('rm', ['-rf', scratch.root]))
  return {
    ...recordAt(pathFields(Buffer.concat([path, Buffer.from(`/${name}`)])), stat),
    root: scratch.root,
  } as StepRecord['file']
}

for (const depth of [15, 16, 40])
  t.test(`a path of ${depth * 251} bytes and more`, async (t) => {
    const stage = new Stage(t)
    const { files } = stage
    const scratch = new Scratch(t)
    const keep = files.write('keep', 'deep')
    const file = deep(t, scratch, depth, 'file')
    const link = await stage.apply([step('hardlink', file, keep, { metadata: 'ignore' })])
    t.strictSame([link.status, outcomes(link.results)], [0, ['done']], link.stderr)
    t.equal(files.stat('keep').nlink, 2n)
    t.equal((await stage.undo(stage.journals()[0]!)).status, 0)
    t.equal(files.stat('keep').nlink, 1n)
  })
