// Moves to file systems that change inodes, times and modes, and back.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import t, { type Test } from 'tap'
import { Stage } from '../helper/applied.js'
import { without } from '../helper/commands.js'
import { beforeTakingAway, runOn } from '../helper/apply-run.js'
import { carryOut } from '../helper/pair.js'
import { loopFs, must } from '../helper/mounts.js'
import { withOwnMounts } from '../helper/own-mounts.js'
import { step } from '../helper/scratch.js'

const CONTENT = 'the same content'.repeat(1000)

/** Mounts a file system at a directory; `on` is a directory of an ext4 for what it needs. */
type Mount = (at: string, on: string) => void

// prettier-ignore
const disks: [name: string, needs: string[], mount: Mount][] = [
  ['exFAT', ['mkfs.exfat', 'mount.exfat-fuse'], (at, on) => {
    must('truncate', '-s', '16M', `${on}/image`)
    must('mkfs.exfat', `${on}/image`)
    must('sh', '-c', `l=$(losetup -f --show ${on}/image) && mount.exfat-fuse "$l" ${at}; losetup -d "$l"`)
  }],
  ['fuse-overlayfs', ['fuse-overlayfs'], (at, on) => {
    for (const dir of ['lower', 'upper', 'work']) mkdirSync(`${on}/${dir}`)
    must('fuse-overlayfs', '-o', `lowerdir=${on}/lower,upperdir=${on}/upper,workdir=${on}/work`, at)
  }],
  ['mergerfs, inodes by path', ['mergerfs'], (at, on) => {
    for (const dir of ['a', 'b']) mkdirSync(`${on}/${dir}`)
    must('mergerfs', '-o', 'inodecalc=path-hash,minfreespace=0', `${on}/a:${on}/b`, at)
  }],
]

withOwnMounts(t, import.meta.filename, ['mkfs.ext4'], () => {
  for (const [name, needs, mount] of disks) {
    const skip = without(...needs)
    t.test(`${name}: there and back`, { skip }, async (t) => {
      const { stage, to, move } = staged(t, mount)
      const before = looks(`${stage.files.root}/file`)
      const ran = await stage.apply([move], ['--apply', '--journal', stage.journal])
      t.match(ran, { status: 0 }, ran.stderr)
      t.equal(readFileSync(to, 'utf8'), CONTENT)
      t.notOk(stage.files.exists('file'))
      const undone = await stage.undo(stage.journal)
      t.match(undone, { status: 0 }, undone.stderr)
      t.strictSame(looks(`${stage.files.root}/file`), before)
      t.notOk(existsSync(to))
    })

    t.test(`${name}: a move that is given up leaves no copy there`, { skip }, async (t) => {
      const { stage, to, move } = staged(t, mount)
      let there = false
      const attack = beforeTakingAway(() => {
        there = existsSync(to)
        stage.files.write('file', 'another content')
      })
      t.equal(await carryOut(runOn(attack), move), 'changed')
      t.ok(there, 'it was there')
      t.notOk(existsSync(to))
      t.strictSame(stage.files.names(), ['file', 'keep'])
    })
  }
})

function staged(t: Test, mount: Mount) {
  const on = loopFs(t, 'ext4', 64)
  const away = `${on}/away`
  mkdirSync(away)
  mount(away, on)
  t.teardown(() => spawnSync('umount', ['-l', away]))
  mkdirSync(`${on}/files`)
  const stage = new Stage(t, `${on}/files`)
  for (const name of ['file', 'keep']) stage.files.write(name, CONTENT, 1_234_567_891)
  chmodSync(stage.files.at('file'), 0o600)
  const to = `${away}/dir/file`
  return {
    stage,
    to,
    move: step('move', stage.files.record('file'), stage.files.record('keep'), { to }),
  }
}

function looks(path: string) {
  const { mode, uid, gid, mtimeNs, size } = statSync(path, { bigint: true })
  return { mode, uid, gid, mtimeNs, size }
}
