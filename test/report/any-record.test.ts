import t from 'tap'
import { parseAny } from '../../lib/report/any-record.js'
import { file } from '../helper/records.js'
import { blames } from '../helper/refusals.js'
import { step } from '../helper/scratch.js'

const [a, b] = [file('/a'), file('/b', { size: 8192 })]
const empty = file('/e', { size: 0 })

// prettier-ignore
const records: { readonly [type: string]: object } = {
  file:    a,
  group:   { type: 'group', size: 4096, files: [a, file('/c')] },
  partial: { type: 'partial', file: a, of: b, bytes: 4096, confidence: 'low', hints: [] },
  empty:   { type: 'empty', file: empty },
  step:    step('delete', a, file('/c')),
  result:  { type: 'result', id: 'x', op: 'delete', path: '/a', status: 'done', freed: 0 },
}

// prettier-ignore
const spoilt: { readonly [type: string]: [change: object, field: string] } = {
  file:    [{ size: '1' },     'size'],
  group:   [{ files: {} },     'files'],
  partial: [{ bytes: -1 },     'bytes'],
  empty:   [{ file: a },       'file.size'],
  step:    [{ op: 'kill' },    'op'],
  result:  [{ status: 'no' },  'status'],
}

for (const [type, record] of Object.entries(records))
  t.test(type, async (t) => {
    t.equal(parseAny(record), record)
    const [change, field] = spoilt[type]!
    t.throws(() => parseAny({ ...record, ...change }), blames(field))
  })

// prettier-ignore
const bad: [value: unknown, field: string][] = [
  [{},                   'type'],
  [{ type: 'end' },      'type'],
  [{ type: 'toString' }, 'type'],
]

t.test('what is no object is refused', async (t) => {
  for (const value of [null, [a]])
    t.throws(() => parseAny(value), { field: '', message: 'expected a JSON object on each line' })
})

for (const [value, field] of bad)
  t.test(`${JSON.stringify(value).slice(0, 20)} is refused`, async (t) => {
    t.throws(() => parseAny(value), blames(field))
  })
