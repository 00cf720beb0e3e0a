// Reflinks: blocks that are shared once are not shared, nor counted, a second time.
import { execFileSync } from 'node:child_process'
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import t from 'tap'
import { outcomes, Stage } from '../helper/applied.js'
import { cannotMount, loopFs, type Making } from '../helper/mounts.js'
import { noNative } from '../helper/native.js'
import { records, shell } from '../helper/run.js'

type T = ConstructorParameters<typeof Stage>[0]

const SIZE = 5_000_003
const ON_DISK = Math.ceil(SIZE / 4096) * 4096

/** No two blocks are alike, but in every file the same. */
const CONTENT = Buffer.alloc(SIZE, 'x')
for (let at = 0; at < SIZE - 4; at += 4096) CONTENT.writeUInt32LE(at, at)

/** `a` and copies of it: one of two names, one that shares all but a block, one by itself; and a small one. */
function files(t: T, parent: string) {
  const stage = new Stage(t, parent)
  const { files } = stage
  for (const [i, name] of ['a', 'two/b', 'two/c'].entries())
    files.write(name, CONTENT, 1_000_000_000 + i)
  files.link('two/b too', 'two/b')
  execFileSync('cp', ['--reflink=always', '-p', `${files.root}/a`, `${files.root}/two/d`])
  overwrite(stage, 'two/d')
  for (const name of ['small', 'two/small too']) files.write(name, 'small')
  return stage
}

/** A block is written again, with what it holds. */
function overwrite({ files }: Stage, name: string): void {
  const fd = openSync(files.at(name), 'r+')
  writeSync(fd, CONTENT, 8192, 4096, 8192)
  fsyncSync(fd)
  closeSync(fd)
}

/** All of it: found, planned, applied. */
async function all({ files, env }: Stage, ...args: string[]) {
  const line = `dd-dupes -q "$ROOT" | dd-plan -q reflink --keep oldest | dd-apply -q ${args.join(' ')}`
  const ran = await shell(line, { env: { ...env, ROOT: files.root } })
  return { ...ran, results: records(ran.stdout) }
}

function freed(results: readonly { readonly freed: number }[]): number {
  return results.reduce((sum, result) => sum + result.freed, 0)
}

// prettier-ignore
const disks: [name: string, type: 'btrfs' | 'xfs', mib: number, making: Making, small: string, freed: number][] = [
  ['btrfs',             'btrfs', 256, {}, 'skipped inline', 2 * ON_DISK + 4096],
  ['btrfs, compressed', 'btrfs', 256, { options: 'compress-force=zstd' }, 'skipped inline', 2 * ON_DISK + 4096],
  ['xfs',               'xfs',   320, { make: ['-m', 'reflink=1'] }, 'done', 2 * ON_DISK + 8192],
]

for (const [name, type, mib, making, small, most] of disks)
  t.test(`on ${name}`, { skip: noNative || cannotMount(type) }, async (t) => {
    const stage = files(t, loopFs(t, type, mib, making))
    const before = stage.files.picture()
    const done = (count: number, what: string) => Array(count).fill(what) as string[]
    const dry = await all(stage)
    t.equal(dry.status, 0, dry.stderr)
    t.strictSame(outcomes(dry.results), [...done(4, 'would'), small.replace('done', 'would')])
    t.equal(freed(dry.results), most, 'as much as the real run')
    const first = await all(stage, '--apply')
    t.match(first, { status: 0, stderr: /^dd-apply: journal: .*\n$/ })
    t.strictSame(outcomes(first.results), [...done(4, 'done'), small])
    t.equal(freed(first.results), most)
    const again = small === 'done' ? 'skipped shared' : small
    for (const args of [[], ['--apply']]) {
      const second = await all(stage, ...args)
      t.match(second, { status: 0, stderr: args.length ? /^dd-apply: journal: .*\n$/ : '' })
      t.strictSame(outcomes(second.results), [...done(4, 'skipped shared'), again])
      t.equal(freed(second.results), 0)
    }
    t.strictSame(stage.files.picture(), before, 'no name, byte, owner, mode or time has changed')

    overwrite(stage, 'two/c')
    const third = await all(stage, '--apply')
    const counts = outcomes(third.results).filter((one) => one === 'done').length
    t.strictSame([counts, freed(third.results)], [1, 4096], 'only what was parted since')
  })

t.test(
  'there is nothing to undo, and that is said',
  { skip: noNative || cannotMount('btrfs') },
  async (t) => {
    const stage = files(t, loopFs(t, 'btrfs', 256))
    t.equal((await all(stage, '--apply', '--journal', stage.journal)).status, 0)
    t.match(await shell(`dd-undo '${stage.journal}'`), {
      status: 0,
      stdout: '',
      stderr:
        'dd-undo: 4 reflinks: nothing to take back, names, bytes and metadata are as they were\n',
    })
  },
)
