import t from 'tap'
import { PoolParts } from '../../lib/walk/pool-parts.js'

// prettier-ignore
const parts: [inPool: string[], onBranches: string[], overlap: boolean][] = [
  [[],              [],               false],
  [['/'],           [],               false],
  [[],              ['/'],            false],
  [['/'],           ['/'],            true],
  [['/a'],          ['/'],            true],
  [['/'],           ['/a'],           true],
  [['/a'],          ['/a'],           true],
  [['/a/b'],        ['/a'],           true],
  [['/a'],          ['/a/b'],         true],
  [['/a'],          ['/ab'],          false],
  [['/a', '/b'],    ['/c', '/b/d'],   true],
  [['/a', '/b'],    ['/c', '/d'],     false],
]

for (const [inPool, onBranches, overlap] of parts)
  t.test(`${inPool} in the pool, ${onBranches} on branches`, async (t) => {
    const parts = new PoolParts()
    inPool.forEach((part) => parts.addPool(part))
    onBranches.forEach((part) => parts.addBranch(part))
    t.equal(parts.overlap, overlap)
  })

// prettier-ignore
const many: [count: number, overlap: boolean][] = [[100, false], [101, true]]

for (const [count, overlap] of many)
  t.test(`${count} parts, none of them on a branch`, async (t) => {
    const parts = new PoolParts()
    parts.addBranch('/other')
    for (let i = 0; i < count; i++) parts.addPool(`/${i}`)
    t.equal(parts.overlap, overlap, overlap ? 'too many to tell: taken for all' : 'told apart')
  })
