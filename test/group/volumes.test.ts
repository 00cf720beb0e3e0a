import t from 'tap'
import { Volumes } from '../../lib/group/volumes.js'
import { HERE } from '../../lib/record/host.js'

// in the order that they are to have
// prettier-ignore
const devices: [dev: string, host: string | undefined][] = [
  ['9',  undefined],
  ['10', undefined],
  ['9',  'a'],
  ['10', 'a'],
  ['1',  'a.b'],
  ['9',  'b'],
]

t.test('by machine, this one first, then as numbers', async (t) => {
  const volumes = new Volumes()
  const numbers = devices.toReversed().map(([dev, host]) => volumes.numberOf(dev, host))
  const ranks = volumes.ranks()
  t.strictSame(
    numbers.map((number) => ranks[number]),
    [5, 4, 3, 2, 1, 0],
  )
  t.strictSame(
    numbers.map((number) => volumes.hostOf(number)),
    ['b', 'a.b', 'a', 'a', '', ''],
  )
})

t.test('this machine is the same with its name and without', async (t) => {
  const volumes = new Volumes()
  t.equal(volumes.numberOf('9', HERE), volumes.numberOf('9', undefined))
  t.not(volumes.numberOf('9', 'a'), volumes.numberOf('9', undefined))
  t.equal(volumes.hostOf(volumes.numberOf('9', HERE)), '')
  t.equal(volumes.machineOf(volumes.numberOf('9', HERE)), 0)
  t.not(volumes.machineOf(volumes.numberOf('9', 'a')), 0)
})
