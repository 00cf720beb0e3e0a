import t from 'tap'
import { majorMinor } from '../../../lib/fs/mounts.js'
import { deviceNumber } from '../../../lib/fs/native/device-number.js'

// One after the other, by one function, since it remembers the last.
// prettier-ignore
const numbers: [major: number, minor: number, dev: bigint][] = [
  [0,           0,           0n],
  [8,           1,           0x801n],
  [8,           1,           0x801n],
  [8,           2,           0x802n],
  [9,           2,           0x902n],
  [0,           0,           0n],
  [0,           256,         0x10_0000n],
  [0xfff,       0xff,        0xf_ffffn],
  [0x1000,      0x100,       0x1000_0010_0000n],
  [0xffff_ffff, 0xffff_ffff, 2n ** 64n - 1n],
]

const make = deviceNumber()

for (const [major, minor, dev] of numbers)
  t.test(`${major}:${minor}`, async (t) => {
    t.equal(make(major, minor), dev)
    t.equal(majorMinor(dev), `${major}:${minor}`)
  })
