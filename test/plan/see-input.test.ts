import t from 'tap'
import { policyOf } from '../../lib/plan/policy.js'
import { seeInput } from '../../lib/plan/see-input.js'
import type { Subject } from '../../lib/plan/subject.js'
import { group, paths } from '../helper/plan.js'
import { file } from '../helper/records.js'

const elsewhere = file('/p/far', { host: 'nas' })
const partial = (fields: object) =>
  ({
    type: 'partial',
    file: file('/a'),
    of: file('/b'),
    bytes: 1,
    confidence: 'high',
    hints: [],
    ...fields,
  }) as Subject

// prettier-ignore
const cases: [name: string, subject: Subject, isMet: boolean][] = [
  ['a member of a group',          group([file('/a'), file('/p/x')]),      true],
  ['none of them',                 group([file('/a'), file('/pp/x')]),     false],
  ['one on another machine',       group([file('/a'), elsewhere]),         false],
  ['a partial file',               partial({ file: file('/p/x') }),        true],
  ['the whole one',                partial({ of: file('/p/x') }),          true],
  ['a copy of that',               partial({ copies: [file('/p/x')] }),    true],
  ['none of these',                partial({}),                            false],
  ['an empty file',                { type: 'empty', file: file('/p/x') },  true],
]

for (const flag of ['primary', 'within'] as const)
  for (const [name, subject, isMet] of cases)
    t.test(`--${flag}: ${name}`, async (t) => {
      const policy = policyOf('delete', { [flag]: paths('/p') })
      seeInput(subject, policy)
      t.equal(policy[flag].isMet, isMet)
    })
