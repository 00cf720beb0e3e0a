import t from 'tap'
import { failure } from '../../lib/apply/outcome.js'
import { Conflict, Refusal, Stranded } from '../../lib/apply/refusal.js'
import { errno } from '../helper/apply-run.js'

// prettier-ignore
const ends: [error: Error, status: string, code: string, message: string][] = [
  [new Refusal('gone', 'is gone'), 'SKIPPED',  'gone',     'is gone'],
  [new Conflict('two files'),      'CONFLICT', 'conflict', 'two files'],
  [errno('EIO'),                   'FAILED',   'EIO',      'EIO: made up'],
  [errno('ENOMEM'),                'FAILED',   'ENOMEM',   'ENOMEM: made up'],
  [new Stranded('kept as x'),      'FAILED',   'stranded', 'kept as x'],
]

for (const [error, status, code, message] of ends)
  t.test(`${code} ends as ${status}`, async (t) => {
    t.strictSame(failure(error), { status, error: `${code}: ${message}`, code, message })
  })

for (const error of [new TypeError('a defect')])
  t.test(`${error.message} is no end of a step`, async (t) => {
    t.throws(() => failure(error), error)
  })
