import t from 'tap'
import type { StepRecord } from '../../lib/record/step.js'
import { addStep } from '../../lib/report/add-step.js'
import { OldReport } from '../../lib/report/old-report.js'
import { file } from '../helper/records.js'
import { step } from '../helper/scratch.js'

const [a, k] = [file('/a', { size: 5 }), file('/k', { size: 5 })]

// prettier-ignore
const cases: [name: string, step: StepRecord, want: string[]][] = [
  ['a duplicate',            step('delete', a, k),                     ['Duplicates:', '= /k', 'X /a']],
  ['a duplicate to link',    step('hardlink', a, k),                   ['Duplicates:', '= /k', 'X /a']],
  ['a partial',              step('delete', a, k, { why: 'partial' }), ['Incompletes:', '= /k', 'X /a']],
  ['an empty file',          step('delete', a),                        ['Empty files:', 'X /a']],
  ['one that has a keeper',  step('delete', a, k, { why: 'empty' }),   ['Empty files:', 'X /a']],
]

for (const [name, step, want] of cases)
  t.test(name, async (t) => {
    const report = new OldReport()
    const lines = [...addStep(report, step), ...[...report.rest()].flat()]
    t.strictSame(
      lines.map((line) => line.replace(/^ ([=X]).*\//, '$1 /')),
      want,
    )
  })
