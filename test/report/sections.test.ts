import t from 'tap'
import type { AnyRecord } from '../../lib/report/any-record.js'
import { linesOf, openSections } from '../../lib/report/sections.js'
import { file } from '../helper/records.js'
import { step } from '../helper/scratch.js'

const [a, b, empty] = [file('/a'), file('/b'), file('/e', { size: 0 })]

// prettier-ignore
const records: AnyRecord[] = [
  a,
  { type: 'group', size: 4096, files: [a, b] },
  { type: 'partial', file: a, of: b, bytes: 4096, confidence: 'low', hints: [] },
  { type: 'empty', file: empty },
  step('delete', a, b),
  { type: 'result', id: 'x', op: 'delete', path: '/a', status: 'done', freed: 0 },
]

for (const record of records)
  t.test(`a ${record.type} goes to its own section, and to no other`, async (t) => {
    const sections = openSections()
    const before = Object.values(sections).map(({ summary }) => summary())
    const lines = [...linesOf(sections, record)]
    t.match(lines.join('\n'), record.type === 'empty' ? '/e' : '/a')
    const changed = Object.entries(sections).filter(([, { summary }], i) => summary() !== before[i])
    t.strictSame(
      changed.map(([type]) => type),
      [record.type],
    )
  })

t.test('each has a heading of its own', async (t) => {
  const headings = Object.values(openSections()).map(({ heading }) => heading)
  t.equal(new Set(headings).size, 6)
})
