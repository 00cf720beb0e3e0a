// The work grows with the number of copies, and not with its square: operations are counted.
import t from 'tap'
import { linear } from '../helper/counted-work.js'
import { groupFiles } from '../../lib/group/group-files.js'
import { LITTLE, MUCH } from '../helper/frames.js'
import { file } from '../helper/records.js'
import { Sink } from '../helper/sink.js'

for (const by of ['size', 'head', 'hash'] as const)
  for (const [memory, budgetBytes] of [
    ['much', MUCH],
    ['little', LITTLE],
  ] as const)
    // prettier-ignore
    t.test(`many copies, by ${by}, in ${memory} memory`, async (t) => {
      await linear(
        t,
        async (n) => {
          const digest = { hash: 'ab12', algo: 'blake3', head: 'ab12', headBytes: 16384 }
          async function* input() {
            for (let i = 0; i < n; i++)
              yield Buffer.from(`${JSON.stringify(file(`/d/${(i * 7919) % 10_007}`, digest))}\n`)
          }
          const grouping = { by, wanted: (copies: number) => copies >= 2, asGroups: by === 'hash' }
          await groupFiles(input(), new Sink(), { ...grouping, budgetBytes })
        },
        3000, // fewer are sorted in another way
      )
    })
