import { renameSync, symlinkSync } from 'node:fs'
import t from 'tap'
import { newDir } from '../../lib/apply/new-dir.js'
import type { Place } from '../../lib/fs/disk.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import { before, placeAt, runOn } from '../helper/apply-run.js'
import { Scratch } from '../helper/scratch.js'

t.test('it is dressed while nobody else can look in', async (t) => {
  const scratch = new Scratch(t)
  const closed: string[] = []
  const { closeDir } = realDisk()
  const run = runOn({ closeDir: before(closeDir, ({ path }) => closed.push(String(path))) })
  let dressed = 0
  newDir(run, placeAt(run, scratch.at('new')), (dir) => {
    dressed++
    t.equal(run.disk.fstat(dir.fd).mode & 0o777n, 0o700n)
    t.equal(run.disk.fstat(dir.fd).ino, scratch.stat('new').ino)
  })
  t.equal(dressed, 1)
  t.ok(closed.includes(String(scratch.at('new'))), 'it is closed again')
  t.throws(() => newDir(run, placeAt(run, scratch.at('new')), () => {}), { code: 'EEXIST' })
  run.dirs.closeAll()
})

// Whoever may write to its parent can be as quick.
for (const [name, other, code] of [
  ['a directory of others', (s: Scratch) => renameSync(s.at('secret'), s.at('new')), 'changed'],
  ['a symlink to one', (s: Scratch) => symlinkSync('secret', s.at('new')), 'ENOTDIR'],
] as const)
  t.test(`${name} that takes its place is not dressed`, async (t) => {
    const scratch = new Scratch(t)
    scratch.write('secret/file')
    const mkdir = (place: Place) => {
      realDisk().mkdir(place)
      renameSync(scratch.at('new'), scratch.at('away'))
      other(scratch)
    }
    const run = runOn({ mkdir })
    const place = placeAt(run, scratch.at('new'))
    t.throws(() => newDir(run, place, () => t.fail('it was dressed')), { code })
    run.dirs.closeAll()
  })
