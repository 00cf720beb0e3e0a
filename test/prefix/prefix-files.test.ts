import t from 'tap'
import { CountedReads } from '../helper/counted-reads.js'
import { prefixed } from '../helper/prefixed.js'
import { wrongInstances } from '../helper/prefix-property.js'

t.test('200 random sets of files: what all pairs and all bytes say', async (t) => {
  t.strictSame((await wrongInstances(1, 200)).slice(0, 10), [])
})

t.test('copies of the whole are listed up to 100, and else are told to be too many', async (t) => {
  for (const [wholes, listed] of [
    [1, undefined],
    [2, 2],
    [100, 100],
    [101, 0],
  ] as const) {
    const files = Array.from(
      { length: wholes },
      (_, i) => [`/w/${i}`, Buffer.from('whole')] as const,
    )
    const fs = new CountedReads([...files, ['/p', Buffer.from('who')]])
    const { found } = await prefixed(fs.records(), fs)
    const partial = found.find((record) => record.type === 'partial')
    t.equal(partial?.copies?.length, listed, `${wholes} wholes`)
    t.equal(partial?.of.path, '/w/0')
  }
})
