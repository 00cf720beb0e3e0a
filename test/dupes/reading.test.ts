import t from 'tap'
import { arrived, jobsOf, readingOf } from '../../lib/dupes/reading.js'
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

// prettier-ignore
const orders: number[][] = [[], [0], [7], [6], [0, 1, 2, 3, 4, 5, 6, 7], [7, 6, 5, 4, 3, 2, 1, 0], [3, 6, 3], [5, 0]]

for (const order of orders)
  t.test(`files ${order.join(' ') || 'none'}: what a thread gets is what was listed`, async (t) => {
    const reading = arrived(structuredClone(readingOf(Uint32Array.from(order), tableOf(files))))
    t.strictSame(
      [...jobsOf(reading)].map(({ path, size, ino, uid, mtimeNs, ctimeNs }) => ({ path, size, ino, uid, mtimeNs, ctimeNs })), // prettier-ignore
      order.map((file) => jobOf(files[file]!)),
    )
    t.equal(reading.odd.size, order.filter((file) => file >= 6).length)
  })
