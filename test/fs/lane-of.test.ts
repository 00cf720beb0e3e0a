import t from 'tap'
import { FAST, laneFinder } from '../../lib/fs/lane-of.js'

const disks = new Map([
  ['1', { name: 'sda', isRotational: true }],
  ['2', { name: 'nvme', isRotational: false }],
])

// prettier-ignore
const cases: [what: string, dev: string, isTrusted: boolean, lane: string][] = [
  ['a disk with a head',                '1', true,  'sda'],
  ['a disk without one',                '2', true,  FAST],
  ['no disk that is known',             '3', true,  FAST],
  ['FUSE, or a network',                '4', false, 'device 4'],
  ['another of them',                   '5', false, 'device 5'],
  ['FUSE on a disk with a head',        '1', false, 'sda'],
]

for (const [what, dev, isTrusted, lane] of cases)
  t.test(what, async (t) => {
    const laneOf = laneFinder(
      (dev) => disks.get(dev),
      () => isTrusted,
    )
    t.equal(laneOf({ path: '/p', dev }), lane)
  })
