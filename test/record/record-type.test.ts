import t from 'tap'
import { recordType, type RecordType } from '../../lib/record/record-type.js'

const GROUPS = ['group', 'partial', 'empty'] as const
const ALL = ['file', 'group', 'partial', 'empty', 'step', 'result'] as const

// prettier-ignore
const cases: [wanted: readonly RecordType[], value: unknown, want: string][] = [
  [['step'], 'group',   'expected "step": pipe "group" through dd-plan first'],
  [['step'], 'partial', 'expected "step": pipe "partial" through dd-plan first'],
  [['step'], 'empty',   'expected "step": pipe "empty" through dd-plan first'],
  [['step'], 'file',    'expected "step": pipe "file" through dd-group and dd-plan first'],
  [['step'], 'result',  'expected "step", as dd-plan writes it: "result" is for dd-report'],
  [GROUPS,   'file',    'expected "group", "partial" or "empty": pipe "file" through dd-group first'],
  [GROUPS,   'step',    'expected "group", "partial" or "empty", as dd-group or dd-prefix writes it: "step" is for dd-apply'],
  [GROUPS,   'result',  'expected "group", "partial" or "empty", as dd-group or dd-prefix writes it: "result" is for dd-report'],
  [['file'], 'group',   'expected "file", as dd-walk writes it: "group" is for dd-plan'],
  [['file'], 'step',    'expected "file", as dd-walk writes it: "step" is for dd-apply'],
  [['result'], 'step',  'expected "result": pipe "step" through dd-apply first'],
  [['step'], 'end',     'expected "step"'],
  [['step'], undefined, 'expected "step"'],
  [['step'], 7,         'expected "step"'],
  [ALL,      'toString', 'expected "file", "group", "partial", "empty", "step" or "result"'],
]

for (const [wanted, value, want] of cases)
  t.test(`${String(value)} for ${wanted.join(' or ')}`, async (t) => {
    const message = `field "type": ${want}`
    try {
      recordType(value, wanted)
      t.fail('it was taken')
    } catch (error) {
      t.equal((error as Error).message, message)
    }
  })

t.test('what is wanted is taken', async (t) => {
  for (const type of ALL) {
    t.equal(recordType(type, [type]), type)
    t.equal(recordType(type, ALL), type)
  }
})
