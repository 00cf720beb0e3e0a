import { lstatSync, type BigIntStats } from 'node:fs'
import t from 'tap'
import { fileStat, fileStatOf, inodeOf, nanoseconds, nanosecondsText, unsignedText } from '../../lib/fs/file-stat.js' // prettier-ignore

const dir = t.testdir({ file: 'content', sub: {} })

t.test('what Node tells', async (t) => {
  for (const path of [`${dir}/file`, `${dir}/sub`, Buffer.from(`${dir}/file`)]) {
    const [own, node] = [fileStat(path), lstatSync(path, { bigint: true })]
    for (const field of ['dev', 'mode', 'nlink', 'uid', 'gid', 'size', 'blocks'] as const)
      t.equal(BigInt(own[field]), node[field], field)
    t.equal(inodeOf(own), BigInt.asUintN(64, node.ino))
    t.equal(nanoseconds(own.mtime, own.mtimeNs), node.mtimeNs)
    t.equal(nanoseconds(own.ctime, own.ctimeNs), node.ctimeNs)
  }
  t.throws(() => fileStat(`${dir}/none`), { code: 'ENOENT', syscall: 'lstat', path: `${dir}/none` })
  t.throws(() => fileStat(`${dir}/file/below`), { code: 'ENOTDIR' })
})

const E20 = 10n ** 20n
// prettier-ignore
const times = [0n, 1n, -1n, 999_999_999n, 1_000_000_000n, -999_999_999n, -1_000_000_000n, -1_000_000_001n,
  1_700_000_000_123_456_789n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 63n, 16_725_225_600_000_000_001n, E20 - 1n, 1n - E20]

for (const time of times)
  t.test(`a time of ${time} ns`, async (t) => {
    const node = lstatSync(dir, { bigint: true })
    const stat = fileStatOf(Object.assign(node, { mtimeNs: time }) as BigIntStats)
    t.ok(stat.mtimeNs >= 0 && stat.mtimeNs < 1e9)
    t.equal(nanoseconds(stat.mtime, stat.mtimeNs), time)
    t.equal(nanosecondsText(stat.mtime, stat.mtimeNs), String(time))
  })

const INODES = [0n, 1n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, 8508393986743964102n, 2n ** 63n, 2n ** 64n - 1n] // prettier-ignore

for (const ino of INODES)
  t.test(`inode ${ino}`, async (t) => {
    for (const given of [ino, BigInt.asIntN(64, ino)]) {
      const stat = fileStatOf(Object.assign(lstatSync(dir, { bigint: true }), { ino: given }))
      t.equal(inodeOf(stat), ino)
      t.equal(unsignedText(stat.inoHigh, stat.inoLow), String(ino))
    }
  })
