import t from 'tap'
import type { AnyRecord } from '../../lib/report/any-record.js'
import { hereOnly } from '../../lib/report/here-only.js'
import { HERE } from '../../lib/record/host.js'
import { file } from '../helper/records.js'
import { groupOf, OTHERS } from '../helper/reported.js'

async function kept(...records: AnyRecord[]) {
  const [left, notes]: [AnyRecord[], string[]] = [[], []]
  async function* input() {
    for (const record of records) yield [record]
  }
  for await (const some of hereOnly(input(), (text) => notes.push(text))) left.push(...some)
  return { left, notes }
}

const [a, b] = [file('/a'), file('/b')]
const there = file('/a', { host: 'nas1' })

t.test('what is here is the same record', async (t) => {
  const records = [groupOf(a, b), a, ...OTHERS]
  const { left, notes } = await kept(...records)
  t.ok(left.every((record, i) => record === records[i]))
  t.strictSame([left.length, notes], [records.length, []])
})

t.test('what is elsewhere is told once', async (t) => {
  const { left, notes } = await kept(groupOf(a, there, b), there, b, groupOf(there, a))
  const lists = left.map((record) =>
    record.type === 'group' ? { ...record, files: [...record.files] } : record,
  )
  t.strictSame(lists, [groupOf(a, b), b, groupOf(a)])
  t.strictSame(notes, ['3 names on other machines left out'])
})

const whole = file('/w')

// prettier-ignore
const alone: [what: string, record: AnyRecord][] = [
  ['a file',                    there],
  ['an empty file',             { type: 'empty', file: file('/e', { size: 0, host: 'nas1' }) }],
  ['a partial file',            { type: 'partial', file: there, of: whole, bytes: 1, confidence: 'low', hints: [] }],
  ['a partial file of one',     { type: 'partial', file: whole, of: there, bytes: 1, confidence: 'low', hints: [] }],
]

for (const [what, record] of alone)
  t.test(`${what} elsewhere is left out`, async (t) => {
    const notes = ['1 name on other machines left out']
    t.strictSame(await kept(record), { left: [], notes })
  })

t.test('what names this machine is here', async (t) => {
  const ours = { ...b, host: HERE }
  const records = [groupOf(a, ours), ours]
  t.strictSame(await kept(...records), { left: records, notes: [] })
})

t.test('one name', async (t) => {
  t.strictSame((await kept(there)).notes, ['1 name on other machines left out'])
})
