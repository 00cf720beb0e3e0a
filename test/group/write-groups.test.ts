import t from 'tap'
import { byGroup } from '../../lib/group/orders.js'
import { writeGroups } from '../../lib/group/write-groups.js'
import type { FileRecord } from '../../lib/record/file.js'
import { parseGroup } from '../../lib/record/group.js'
import { Contents, LITTLE, MUCH, pileOf } from '../helper/frames.js'
import { file } from '../helper/records.js'
import { Sink } from '../helper/sink.js'

const X = { size: 9, hash: '0a', algo: 'sha1' }
const Y = { size: 5, hash: 'ff00', algo: 'odd "algo"\n' }
const Z = { size: 5, hash: 'ff00', algo: 'sha1' }

/** The members as dd-group has them: without hash and algo. */
async function write(records: readonly FileRecord[], budget: number): Promise<string> {
  const contents = new Contents('hash')
  const members = records.map((record) => {
    const content = contents.of(record)
    const { hash: _, algo: __, ...rest } = record
    const bytes = Buffer.from(JSON.stringify(rest))
    const to = bytes.length
    return { ...content, place: { nameAt: -1, bytes, from: 0, to, cutFrom: to, cutTo: to } }
  })
  const pile = pileOf(members, byGroup(contents.kinds, contents.volumes), budget)
  const sink = new Sink()
  await writeGroups(pile.cursor(), contents.kinds, sink)
  pile.close()
  return sink.text
}

t.test('nothing', async (t) => t.equal(await write([], MUCH), ''))

for (const [where, budget] of [
  ['in memory', MUCH],
  ['on disk', LITTLE],
] as const)
  t.test(`groups of all kinds, ${where}`, async (t) => {
    const many = budget === LITTLE ? 100 : 2
    const groups = [X, Y, Z].map((key) =>
      Array.from({ length: many }, (_, i) => file(`/${String(i).padStart(3, '0')}`, key)),
    )
    const written = await write(groups.flat(), budget)
    const lines = written.split('\n')
    t.equal(lines.pop(), '', 'each line has its end')
    t.strictSame(
      lines.map((line) => parseGroup(JSON.parse(line))),
      [X, Y, Z].map(({ size, hash, algo }, i) => {
        const files = groups[i]!.map(({ hash: _, algo: __, ...rest }) => rest)
        return { type: 'group', size, hash, algo, files }
      }),
    )
    t.strictSame(Object.keys(JSON.parse(lines[0]!)), ['type', 'size', 'hash', 'algo', 'files'])
  })

t.test('a group that is longer than any buffer', async (t) => {
  const files = Array.from({ length: 4000 }, () => file(`/${Math.random()}`, X))
  const { files: found } = JSON.parse(await write(files, MUCH))
  t.equal(found.length, 4000)
})
