import t from 'tap'
import type { PartialRecord } from '../../lib/record/partial.js'
import { partialSection } from '../../lib/report/partial-section.js'
import { file } from '../helper/records.js'

function partial(fields: Partial<PartialRecord> = {}): PartialRecord {
  const [part, of] = [file('/a\n', { size: 1024 }), file('/b\x1b', { size: 3072 })]
  return {
    type: 'partial',
    file: part,
    of,
    bytes: 1024,
    confidence: 'high',
    hints: ['same-dir', 'x\x1b'],
    ...fields,
  }
}

// prettier-ignore
const cases: [name: string, fields: Partial<PartialRecord>, want: string][] = [
  ['reasons',        {},                                   '1.0 KiB of 3.0 KiB (33 %), confidence high: same-dir, x\\u{1b}'],
  ['no reasons',     { confidence: 'low', hints: [] },     '1.0 KiB of 3.0 KiB (33 %), confidence low'],
  ['zeros',          { bytes: 1000, hints: [] },           '1000 B of 3.0 KiB (32 %), then zeros, confidence high'],
  ['nearly all',     { bytes: 1024, hints: [], of: file('/b\x1b', { size: 1025 }) }, '1.0 KiB of 1.0 KiB (99 %), confidence high'],
]

for (const [name, fields, want] of cases)
  t.test(name, async (t) => {
    const lines = partialSection().lines(partial(fields))
    t.strictSame(lines, ['', '/a\\u{a}', `  ${want}`, '  of /b\\u{1b}'])
  })

t.test('the sum', async (t) => {
  const section = partialSection()
  section.lines(partial())
  t.equal(section.summary(), '1 incomplete file: 1.0 KiB, 1 of high confidence')
  section.lines(partial({ confidence: 'low' }))
  t.equal(section.summary(), '2 incomplete files: 2.0 KiB, 1 of high confidence')
})
