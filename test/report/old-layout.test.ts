import t from 'tap'
import { oldLayout } from '../../lib/report/old-layout.js'
import type { OldReport } from '../../lib/report/old-report.js'
import { file } from '../helper/records.js'

async function* of(...batches: string[][]) {
  yield* batches
}

const k = file('/k')

/** Names that start with e are empty files, others are copies of /k. */
function add(report: OldReport, name: string): readonly string[] {
  if (name.startsWith('e')) return report.empty(file(`/${name}`, { size: 0 }))
  report.duplicate(k, file(`/${name}`))
  return []
}

t.test('what can be written at once is, and the rest at the end', async (t) => {
  const pieces: string[] = []
  for await (const lines of oldLayout(of(['e1', 'b'], ['a'], ['e2']), add))
    pieces.push(lines.map((line) => line.replace(/^ ([=X]).*\//, '$1 /')).join(', '))
  t.strictSame(pieces.filter(Boolean), [
    'Empty files:, X /e1',
    'X /e2',
    'Duplicates:, = /k, X /a, X /b',
  ])
})

t.test('nothing was found', async (t) => {
  for await (const lines of oldLayout(of([], []), add)) t.strictSame(lines, [])
})
