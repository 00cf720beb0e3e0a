import t from 'tap'
import { BATCH_FILES, FoundColumns } from '../../lib/walk/columns.js'
import { topDirectory } from '../../lib/walk/directory.js'
import { stats } from '../helper/walked.js'

const dir = topDirectory('/p', { dev: 1n, ino: 2n })
const other = topDirectory('/q', { dev: 1n, ino: 3n })

t.test('every number comes out as it went in', async (t) => {
  const found = new FoundColumns()
  const files = [
    stats({ size: 0n, ino: 1n, nlink: 1n, blocks: 0n, dev: 1n, mode: 33188n, uid: 0n, gid: 0n, mtimeNs: 0n, ctimeNs: 0n }),
    stats({ size: 2n ** 53n - 1n, ino: -1n, nlink: 65000n, blocks: 2n ** 44n, dev: -2n, mode: 33060n, uid: 2n ** 32n - 1n, gid: 7n, mtimeNs: -1n, ctimeNs: 2n ** 63n - 1n }),
    stats({ size: 2n ** 32n, ino: 2n ** 63n - 1n, mtimeNs: 2n ** 63n, ctimeNs: -(2n ** 63n) - 1n }),
  ] // prettier-ignore
  const names = ['a', '\xff'.repeat(255), 'new\nline']
  files.forEach((stat, i) => found.add(i < 2 ? dir : other, names[i]!, stat))
  t.notOk(found.isEmpty)
  const [columns] = structuredClone(found.takeBatch())
  t.equal(columns!.count, 3)
  t.equal(columns!.names, names.join(''))
  t.strictSame([...columns!.nameBytes], [1, 255, 8])
  t.strictSame(
    columns!.dirs.map(({ path }) => path),
    ['/p', '/q'],
  )
  t.strictSame([...columns!.dir], [0, 0, 1])
  t.strictSame(
    [...columns!.size].map(BigInt),
    files.map(({ size }) => size),
  )
  t.strictSame(
    [...columns!.ino],
    files.map(({ ino }) => BigInt.asUintN(64, ino)),
  )
  t.strictSame(
    [...columns!.nlink].map(BigInt),
    files.map(({ nlink }) => nlink),
  )
  t.strictSame(
    [...columns!.blocks].map(BigInt),
    files.map(({ blocks }) => blocks),
  )
  const kinds = [...columns!.kind].map((kind) => columns!.kinds[kind]!)
  t.strictSame(
    kinds,
    files.map(({ dev, mode, uid, gid }) => ({ dev, mode, uid, gid })),
  )
  const times = files.map(({ mtimeNs, ctimeNs }) => ({ mtimeNs, ctimeNs }))
  const read = files.map((_, i) => columns!.odd.get(i) ?? { mtimeNs: columns!.mtimeNs[i]!, ctimeNs: columns!.ctimeNs[i]! }) // prettier-ignore
  t.strictSame(read, times)
  t.strictSame([...columns!.odd.keys()], [2], 'only what 64 bits do not hold')
})

t.test('it is full at a batch, and empty after it was taken', async (t) => {
  const found = new FoundColumns()
  const stat = stats()
  for (let i = 0; i < BATCH_FILES; i++) {
    t.equal(found.isFull || (i === 0) !== found.isEmpty, false)
    found.add(dir, `f${i}`, stat)
  }
  t.ok(found.isFull)
  const [first] = found.takeBatch()
  t.equal(first!.count, BATCH_FILES)
  t.equal(first!.kinds.length, 1, 'what all have in common is said once')
  t.ok(found.isEmpty)
  found.add(other, 'g', stat)
  t.match(found.takeBatch()[0], { count: 1, names: 'g', dirs: [{ path: '/q' }] })
  t.equal(first!.size.length, BATCH_FILES, 'what was taken stays as it is')
})
