import { closeSync, openSync } from 'node:fs'
import t from 'tap'
import { copyFile } from '../../lib/apply/copy-file.js'
import { digestHex } from '../../lib/digest/digest.js'
import type { Disk } from '../../lib/fs/disk.js'
import { fails, placeAt, runOn } from '../helper/apply-run.js'
import { Scratch } from '../helper/scratch.js'

const META = {
  uid: process.getuid!(),
  gid: process.getgid!(),
  mode: 0o100640,
  mtimeNs: 1_234_567_891n,
}

/** Copy the first `size` bytes of `from` to `copy`. */
async function copy(scratch: Scratch, size: number, hash = '', calls: Partial<Disk> = {}) {
  const run = runOn(calls)
  const fd = openSync(scratch.at('from'), 'r')
  try {
    await copyFile(run, fd, size, hash, META, placeAt(run, scratch.at('copy')))
  } finally {
    closeSync(fd)
    run.dirs.closeAll()
  }
}

for (const size of [0, 1, 2 ** 20, 2 ** 20 + 1, 3_000_000])
  t.test(`${size} bytes, with their metadata`, async (t) => {
    const scratch = new Scratch(t)
    const bytes = Buffer.alloc(size, 'copy me ')
    scratch.write('from', Buffer.concat([bytes, Buffer.from('and no more')]))
    let synced = 0
    const hash = `blake3:${digestHex('blake3', bytes)}`
    await copy(scratch, size, hash, { sync: () => void synced++ })
    t.ok(scratch.read('copy') === bytes.toString('latin1'))
    t.match(scratch.stat('copy'), { mode: 0o100640n, mtimeNs: 1_234_567_891n })
    t.equal(synced, 1, 'durable')
  })

t.test('of nothing', async (t) => {
  const scratch = new Scratch(t)
  const run = runOn()
  await copyFile(run, undefined, 0, '', META, placeAt(run, scratch.at('copy')))
  t.equal(scratch.read('copy'), '')
})

// prettier-ignore
const refused: [name: string, size: number, hash: string, calls: Partial<Disk>, code: string][] = [
  ['shorter than it was',        5, '',                                              {},                            'changed'],
  ['another content',            4, `sha1:${digestHex('sha1', Buffer.from('else'))}`, {},                           'changed'],
  ['a read that fails',          4, '',                                              { read: fails('EIO') },        'EIO'],
  ['a full disk',                4, '',                                              { write: fails('ENOSPC') },    'ENOSPC'],
  ['no right to give it away',   4, '',                                              { setMetadata: fails('EPERM') }, 'EPERM'],
  ['not durable',                4, '',                                              { sync: fails('EIO') },        'EIO'],
]

for (const [name, size, hash, calls, code] of refused)
  t.test(`${name}: nothing is left behind`, async (t) => {
    const scratch = new Scratch(t)
    scratch.write('from', 'four')
    await t.rejects(copy(scratch, size, hash, calls), { code })
    t.strictSame(scratch.names(), ['from'])
  })

t.test('a digest that we cannot make is not checked', async (t) => {
  const scratch = new Scratch(t)
  scratch.write('from', 'four')
  await copy(scratch, 4, 'crc128:00')
  t.equal(scratch.read('copy'), 'four')
})

t.test('never over another file', async (t) => {
  const scratch = new Scratch(t)
  scratch.write('from', 'four')
  scratch.write('copy', 'old')
  await t.rejects(copy(scratch, 4), { code: 'EEXIST' })
  t.equal(scratch.read('copy'), 'old')
})
