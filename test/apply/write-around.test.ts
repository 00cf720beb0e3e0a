import t from 'tap'
import { isSparse, writeAround } from '../../lib/apply/write-around.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import type { BigIntStats } from 'node:fs'

/** Lengths of bytes (above 0) and of zeros (below); what is written where. */
// prettier-ignore
const around: [parts: number[], start: number, written: [at: number, bytes: number][], end: number][] = [
  [[],                     0,      [],                          0],
  [[100],                  0,      [[0, 100]],                  100],
  [[-100],                 0,      [],                          0],
  [[4096, -4096, 1],       0,      [[0, 4096], [8192, 1]],      8193],
  [[-8192, 4096, -4096],   8192,   [[16_384, 4096]],            20_480],
  [[1, -8191],             4096,   [[4096, 4096]],              8192],  // whole blocks only
  [[-4096, 96],            1000,   [[4096, 1096]],              5192],  // where blocks of the file are
  [[1, -4095, 1],          1,      [[1, 4097]],                 4098],
  [[5, -8187, 5, -1],      0,      [[0, 4096], [8192, 6]],      8198],
]

for (const [parts, start, written, end] of around)
  t.test(`${parts} at ${start}`, async (t) => {
    const bytes = Buffer.concat(parts.map((n) => Buffer.alloc(Math.abs(n), n > 0 ? 'x' : 0)))
    const seen: (typeof written)[number][] = []
    const disk = {
      ...realDisk(),
      write: (_: number, { length }: Buffer, at: number) => void seen.push([at, length]),
    }
    t.equal(writeAround(disk, 0, bytes, start), end)
    t.strictSame(seen, written)
  })

for (const [blocks, size, sparse] of [
  [0n, 0n, false],
  [8n, 4096n, false],
  [8n, 1n, false],
  [7n, 4096n, true],
  [0n, 1n, true],
] as const)
  t.test(
    `${blocks} blocks for ${size} bytes`,
    async (t) => void t.equal(isSparse({ blocks, size } as BigIntStats), sparse),
  )
