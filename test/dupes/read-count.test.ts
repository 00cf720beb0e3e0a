import t from 'tap'
import { bytesCounted, countedReads, newReadCount } from '../../lib/dupes/read-count.js'
import { failure, made, MadeFiles } from '../helper/made-files.js'

const UNIT = 64 * 1024

// prettier-ignore
const cases: [name: string, reads: number[], want: number][] = [
  ['nothing',                              [],                          0],
  ['too little to count',                  [UNIT - 1],                  0],
  ['a unit',                               [UNIT],                      UNIT],
  ['what is left over is not lost',        [UNIT - 1, 1],               UNIT],
  ['many short ones',                      Array(129).fill(UNIT / 64),  2 * UNIT],
  ['many units at once',                   [5 * UNIT + 7],              5 * UNIT],
  ['the end of a file',                    [0, UNIT, 0],                UNIT],
]

for (const [name, reads, want] of cases)
  t.test(name, async (t) => {
    const shared = newReadCount()
    const fs = new MadeFiles([made('/f', { size: 2 ** 40 })])
    const calls = countedReads(fs, shared)
    const fd = calls.openSync('/f', 0)
    const buffer = Buffer.alloc(6 * UNIT)
    for (const length of reads) t.equal(calls.readSync(fd, buffer, 0, length, 0), length)
    t.equal(bytesCounted(shared), want)
    t.equal(calls.fstatSync(fd, { bigint: true }).size, 2n ** 40n)
    calls.closeSync(fd)
    t.equal(fs.asked.open, 0)
  })

t.test('what is read counts, not what was asked for', async (t) => {
  const shared = newReadCount()
  const calls = countedReads(new MadeFiles([made('/f', { size: 10 })]), shared)
  const fd = calls.openSync('/f', 0)
  for (let i = 0; i < 100; i++) calls.readSync(fd, Buffer.alloc(UNIT), 0, UNIT, 0)
  t.equal(bytesCounted(shared), 0)
})

t.test('several threads count together, each rounded down', async (t) => {
  const shared = newReadCount()
  const threads = [1, 2, 3].map(() => countedReads(new MadeFiles([made('/f', { size: 2 ** 30 })]), shared)) // prettier-ignore
  for (const calls of threads) calls.readSync(calls.openSync('/f', 0), Buffer.alloc(2 * UNIT), 0, 2 * UNIT - 1, 0) // prettier-ignore
  t.equal(bytesCounted(shared), 3 * UNIT)
  t.equal(bytesCounted(newReadCount()), 0)
})

t.test('an error is passed on, and counts nothing', async (t) => {
  const shared = newReadCount()
  const fs = new MadeFiles([made('/f')])
  const calls = countedReads(fs, shared)
  const fd = calls.openSync('/f', 0)
  fs.onCall = () => {
    throw failure('EIO')
  }
  t.throws(() => calls.readSync(fd, Buffer.alloc(UNIT), 0, UNIT, 0), { code: 'EIO' })
  t.equal(bytesCounted(shared), 0)
})

t.test('terabytes', async (t) => {
  const shared = newReadCount()
  const readSync = () => 2 ** 46
  const calls = countedReads({ ...new MadeFiles([]), readSync }, shared)
  calls.readSync(0, Buffer.alloc(0), 0, 0, 0)
  t.equal(bytesCounted(shared), 2 ** 46)
})
