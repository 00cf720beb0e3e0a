import t from 'tap'
import { withJournal, withoutXattrs } from '../../lib/apply/undo-metadata.js'
import type { StepRecord } from '../../lib/record/step.js'
import { file } from '../helper/records.js'
import { step } from '../helper/scratch.js'

const keep = file('/keep')
const journal = { path: '/journal' }

/** A step of an undo; does it name its journal, and does its file get the attributes of its keeper? */
// prettier-ignore
const steps: [name: string, step: StepRecord, named: boolean, strange: number][] = [
  ['a file',               copy({}, { xattrs: [] }),                                    false, 0],
  ['of unknown attributes', copy({}),                                                   false, 1],
  ['a program with rights', copy({ mode: 0o104755 }, { xattrs: [] }),                   true,  0],
  ['a set-uid file',       copy({ mode: 0o104644 }, { xattrs: [] }),                    false, 0],
  ['with a capability',    copy({}, { xattrs: [['security.capability', 'eA==']] }),     true,  0],
  ['with a note',          copy({}, { xattrs: [['user.note', 'eA==']] }),               false, 0],
  ['a second name',        copy({}, { link: { path: '/first' } }),                      false, 0],
  ['an empty file',        step('copy', file('/f', { size: 0 })),                       false, 0],
  ['a move back',          step('move', file('/f', { mode: 0o104755 }), keep),          false, 0],
]

for (const [name, one, named, strange] of steps)
  t.test(name, async (t) => {
    t.strictSame(withJournal([one], journal), [named ? { ...one, journal } : one])
    t.equal(withoutXattrs([one]), strange)
  })

function copy(facts: object, fields: Partial<StepRecord> = {}): StepRecord {
  return step('copy', file('/f', facts), keep, { why: 'undo', ...fields })
}
