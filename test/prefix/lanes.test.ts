import t from 'tap'
import { FAST } from '../../lib/fs/lane-of.js'
import { laneOf } from '../../lib/prefix/lanes.js'
import { file } from '../helper/records.js'
import { listedOnly } from '../helper/remembered.js'

const disks = new Map([
  ['1', { name: 'sda', isRotational: true }],
  ['2', { name: 'sda', isRotational: true }],
  ['3', { name: 'sdb', isRotational: true }],
  ['4', { name: 'nvme', isRotational: false }],
])

t.test('a lane is a rotational disk; what is known of a device is remembered', async (t) => {
  const devices = ['1', '2', '3', '4', '5', '1', '5']
  const files = listedOnly(devices.map((dev, i) => file(`/${i}`, { dev })))
  const asked: string[] = []
  const lane = laneOf(files, (dev) => {
    asked.push(dev)
    return disks.get(dev)
  })
  const lanes = devices.map((_, file) => lane(file))
  t.strictSame(lanes, ['sda', 'sda', 'sdb', FAST, FAST, 'sda', FAST])
  t.strictSame(asked, ['1', '2', '3', '4', '5'])
})
