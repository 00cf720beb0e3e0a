import t from 'tap'
import { counted, FoundFiles } from '../../lib/walk/found-files.js'
import { pathOf, stats, top } from '../helper/walked.js'

t.test('files are made, and handed on in batches', async (t) => {
  const found = new FoundFiles(pathOf)
  const dir = top('/')
  t.ok(found.isEmpty)
  found.add(dir, 'a', stats())
  found.add(dir, 'b', stats())
  t.notOk(found.isEmpty)
  t.notOk(found.isFull)
  t.strictSame(found.takeBatch(), ['/a', '/b'])
  t.ok(found.isEmpty, 'what was taken is gone')
  for (let i = 0; !found.isFull && i < 10_000; i++) found.add(dir, 'c', stats())
  t.ok(found.takeBatch().length < 1000, 'a batch is not large')
})

t.test('what is made can be counted', async (t) => {
  const sizes: number[] = []
  const make = counted(pathOf, (bytes) => sizes.push(bytes))
  t.equal(make(top('/'), 'a', stats({ size: 5n })), '/a')
  t.strictSame(sizes, [5])
})
