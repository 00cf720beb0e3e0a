// The work grows with the number of copies, and not with its square: operations are counted.
import t from 'tap'
import { filesIn, kindOf } from '../helper/dupes-crew.js'
import { made, type Made } from '../helper/made-files.js'
import { madeSearch } from '../helper/made-search.js'
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

t.test('unlike files of one size, more than one thread compares', async (t) => {
  const files = Array.from({ length: 9000 }, (_, i) => made(`/d/${i}`, { size: 12, but: { 0: i & 255, 7: i >> 8 } })) // prettier-ignore
  await linear(
    t,
    async (n) => {
      const { read, found } = await tried(files.slice(0, n))
      t.equal(read, n, 'all were sampled')
      t.equal([...found.text('size')].length, 0)
    },
    4500,
  )
})

async function tried(files: readonly Made[]) {
  let read = 0
  const { found } = await madeSearch(files, {
    onTask: (task) => void (read += kindOf(task) === 'sample' ? filesIn(task) : 0),
  })
  return { read, found }
}
