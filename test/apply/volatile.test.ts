import { closeSync, openSync } from 'node:fs'
import t from 'tap'
import { refuseVolatile } from '../../lib/apply/volatile.js'
import type { Disk } from '../../lib/fs/disk.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import { cannotMount, loopFs, tmpfs } from '../helper/mounts.js'

const [TMPFS, RAMFS, EXT4, NFS] = [0x01021994, 0x858458f6, 0xef53, 0x6969]

// prettier-ignore
const cases: [name: string, file: number, stays: number, sameDevice: boolean, refused: boolean][] = [
  ['disk to disk',              EXT4,  EXT4,  false, false],
  ['disk to network',           EXT4,  NFS,   false, false],
  ['disk to tmpfs',             EXT4,  TMPFS, false, true],
  ['disk to ramfs',             EXT4,  RAMFS, false, true],
  ['network to tmpfs',          NFS,   TMPFS, false, true],
  ['nobody knows to tmpfs',     0,     TMPFS, false, true],
  ['tmpfs to disk',             TMPFS, EXT4,  false, false],
  ['one tmpfs to another',      TMPFS, TMPFS, false, false],
  ['tmpfs to ramfs',            TMPFS, RAMFS, false, false],
  ['in one tmpfs',              TMPFS, TMPFS, true,  false],
  ['where numbers are not had', 0,     0,     false, false],
]

for (const [name, file, stays, sameDevice, refused] of cases)
  t.test(name, async (t) => {
    const [a, b] = [3, 4]
    const disk = {
      fstat: (fd: number) => ({ dev: fd === a || sameDevice ? 1n : 2n }),
      fileSystem: (fd: number) => (fd === a ? file : stays),
    } as unknown as Disk
    const look = () => refuseVolatile(disk, a, b)
    if (refused) t.throws(look, { code: 'volatile', message: /in memory only.*--allow-tmpfs/ })
    else t.doesNotThrow(look)
  })

t.test('real ones', { skip: cannotMount('ext4') }, async (t) => {
  const [ram, ext] = [tmpfs(t), loopFs(t, 'ext4', 8)].map((dir) => openSync(dir, 'r')) as [
    number,
    number,
  ]
  t.throws(() => refuseVolatile(realDisk(), ext, ram), { code: 'volatile' })
  t.doesNotThrow(() => refuseVolatile(realDisk(), ram, ext))
  for (const fd of [ram, ext]) closeSync(fd)
})
