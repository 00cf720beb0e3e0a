import t from 'tap'
import { SharedFiles } from '../../lib/dupes/shared-files.js'
import { TableJob } from '../../lib/dupes/table-job.js'
import { made, type Made } from '../helper/made-files.js'
import { tableOf } from '../helper/made-table.js'

const files = [
  made('/a/plain'),
  made('/a/root', { uid: 0, size: 0, ino: 2n ** 64n - 1n }),
  made('/a/\xff', { uid: 2 ** 32 - 1, size: 2 ** 53 - 1 }),
  made('/a/é'),
  made('/a/new\nline', { mtimeNs: 2n ** 63n - 1n, ctimeNs: -(2n ** 63n) }),
  made(`/${'\x01'.repeat(255)}/${'n'.repeat(255)}`),
  made('/b/year 2500', { mtimeNs: 16_725_225_600_000_000_001n }),
  made('/b/before 1900', { ctimeNs: -(2n ** 63n) - 5n, mtimeNs: -1n }),
]

const jobOf = ({ path, size, ino, uid, mtimeNs, ctimeNs }: Made) => {
  const isAscii = !/[^\0-\x7f]/.test(path)
  return { path: isAscii ? path : Buffer.from(path, 'latin1'), size, ino, uid, mtimeNs, ctimeNs }
}

t.test('what a thread reads is what was listed', async (t) => {
  const shared = new SharedFiles(tableOf(files).memory)
  for (const [i, file] of files.entries()) {
    const { path, size, ino, uid, mtimeNs, ctimeNs } = new TableJob(shared, i)
    t.strictSame({ path, size, ino, uid, mtimeNs, ctimeNs }, jobOf(file))
  }
})
