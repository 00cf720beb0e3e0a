import t from 'tap'
import { typeByDevice } from '../../lib/fs/type-by-device.js'
import { emptyChecker } from '../../lib/prefix/check-empty.js'
import { factsOf } from '../../lib/prefix/facts.js'
import type { FileRecord } from '../../lib/record/file.js'
import { CountedReads } from '../helper/counted-reads.js'

const [EXT4, FUSE, PROC, SYSFS] = [0xef53, 0x65735546, 0x9fa0, 0x62656572]

const fs = new CountedReads([
  ['/empty', Buffer.alloc(0)],
  ['/full', Buffer.from('content')],
])
const [empty, full] = fs.records() as [FileRecord, FileRecord]
const gone = { ...empty, path: '/gone' } as FileRecord
const replaced = { ...empty, path: '/full' } as FileRecord

type Wanted = { message: string } | { code: string }

// prettier-ignore
const cases: [name: string, file: FileRecord, type: number | undefined, error: Wanted | undefined, opens: number][] = [
  ['it is empty',                        empty,                EXT4,      undefined, 1],
  ['on FUSE, too',                       empty,                FUSE,      undefined, 1],
  ['on a file system that cannot tell',  empty,                undefined, undefined, 1],
  ['it has content now',                 { ...full, size: 0 }, EXT4,      { message: 'changed since it was listed' }, 1],
  ['another file has its name',          replaced,             EXT4,      { message: 'was replaced by another file since it was listed' }, 1],
  ['it is gone',                         gone,                 EXT4,      { code: 'ENOENT' }, 1],
  ['the kernel says what is in it',      empty,                PROC,      { message: 'says 0 bytes, as files of the kernel do' }, 0],
  ['whatever that is',                   { ...full, size: 0 }, SYSFS,     { message: 'says 0 bytes, as files of the kernel do' }, 0],
]

for (const [name, file, type, error, opens] of cases)
  t.test(name, async (t) => {
    const before = fs.opens
    const check = emptyChecker(
      fs,
      typeByDevice(() => type),
    )
    if (error === undefined) check(factsOf(file))
    else t.throws(() => check(factsOf(file)), error)
    t.equal(fs.opens - before, opens)
    t.equal(fs.open, 0, 'and it is closed')
  })

t.test('it says 0 bytes still, and has content', async (t) => {
  const fstatSync = (fd: number) => Object.assign(fs.fstatSync(fd), { size: 0n })
  const check = emptyChecker({ ...calls(fs), fstatSync })
  t.throws(() => check(factsOf({ ...full, size: 0 })), { message: 'says 0 bytes, but has content' })
  t.equal(fs.open, 0)
})

function calls({ openSync, readSync, closeSync }: CountedReads) {
  return { openSync, readSync, closeSync }
}
