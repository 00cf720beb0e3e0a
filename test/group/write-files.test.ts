import t from 'tap'
import { byInode } from '../../lib/group/orders.js'
import { writeFiles } from '../../lib/group/write-files.js'
import { Contents, LITTLE, MUCH, pileOf } from '../helper/frames.js'
import { file } from '../helper/records.js'
import { Sink } from '../helper/sink.js'

for (const [where, budget] of [
  ['in memory', MUCH],
  ['on disk', LITTLE],
] as const)
  t.test(`lines ${where} are written as they came, in order`, async (t) => {
    const contents = new Contents()
    const records = Array.from({ length: 500 }, (_, i) => ({
      ...file(`/é${i}`, { ino: String(1000 - i) }),
      more: 'x'.repeat(i === 300 ? 200_000 : i),
    }))
    const pile = pileOf(
      records.map((record) => contents.of(record)),
      byInode(contents.volumes),
      budget,
    )
    const sink = new Sink()
    await writeFiles(pile.cursor(), sink)
    const want = records.toReversed().map((record) => `${JSON.stringify(record)}\n`)
    t.equal(sink.text, want.join(''))
    pile.close()
  })
