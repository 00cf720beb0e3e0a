// The work grows with the number of copies, and not with its square: operations are counted.
import t from 'tap'
import { linear } from '../helper/counted-work.js'
import { Scratch } from '../helper/scratch.js'
import { searched } from '../helper/searched.js'

for (const [what, nameOf] of [
  ['in one directory', (i: number) => `${i}`],
  ['in a directory each', (i: number) => `${i}/x`],
] as const)
  t.test(`many copies of one file, ${what}`, async (t) => {
    const roots = new Map<number, string>()
    for (const n of [200, 400]) {
      const scratch = new Scratch(t)
      for (let i = 0; i < n; i++) scratch.write(nameOf((i * 7919) % 10_007), 'content')
      roots.set(n, scratch.root)
    }
    await linear(
      t,
      async (n) => {
        const { found } = await searched([roots.get(n)!])
        const batches = found.batches('path')
        for await (const [group] of batches)
          t.equal(group?.type === 'group' ? [...group.files].length : 0, n)
      },
      200,
    )
  })
