import t from 'tap'
import type { AnyRecord } from '../../lib/report/any-record.js'
import { foundLines } from '../../lib/report/found-lines.js'
import { file } from '../helper/records.js'
import { groupOf, OTHERS } from '../helper/reported.js'

const [a, b] = [file('/a'), file('/b')]

const pathsOf = (record: AnyRecord) =>
  record.type === 'group' ? Array.from(record.files, ({ path }) => path!) : undefined

async function lines(...batches: AnyRecord[][]) {
  const [found, notes]: [(readonly string[])[], string[]] = [[], []]
  async function* input() {
    yield* batches
  }
  for await (const some of foundLines(input(), pathsOf, 'group', (text) => notes.push(text)))
    found.push(some)
  return { found, notes }
}

t.test('a batch of lines for each batch of records', async (t) => {
  const { found, notes } = await lines([groupOf(a, b), groupOf(b, a)], [], [groupOf(a)])
  t.strictSame(found, [['/a', '/b', '/b', '/a'], [], ['/a']])
  t.strictSame(notes, [])
})

t.test('the others are told once', async (t) => {
  const { found, notes } = await lines([a, groupOf(a, b)], [...OTHERS, b])
  t.strictSame(found.flat(), ['/a', '/b'])
  t.strictSame(notes, [
    '4 records left out (2 file, 1 empty, 1 partial): this format has only group',
  ])
})

t.test('no path of another machine', async (t) => {
  const there = file('/b', { host: 'nas1' })
  const { found, notes } = await lines([groupOf(a, there)])
  t.strictSame([found, notes], [[['/a']], ['1 name on other machines left out']])
})

t.test('a group of more names than a call may have arguments', async (t) => {
  const { found } = await lines([groupOf(...Array.from({ length: 100_000 }, () => a)), groupOf(b)])
  t.equal(found.flat().length, 100_001)
})
