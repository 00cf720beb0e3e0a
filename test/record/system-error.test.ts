import { constants } from 'node:os'
import t from 'tap'
import { isOutOfDescriptors, systemCode } from '../../lib/record/system-error.js'

const unknown = (errno: number) => ({ code: `Unknown system error ${errno}`, errno })
const thread = (message: string) => ({ code: 'ERR_WORKER_INIT_FAILED', message })

// prettier-ignore
const cases: [name: string, error: object, want: string | undefined][] = [
  ['a name that Node knows',      { code: 'EACCES', errno: -13 },        'EACCES'],
  ['one that it does not',        unknown(-constants.errno.EDQUOT),      'EDQUOT'],
  ['one that nobody knows',       unknown(-9999),                        'Unknown system error -9999'],
  ['why a thread did not start',  thread('failure: EMFILE'),             'EMFILE'],
  ['a thread without a reason',   thread('failure'),                     'ERR_WORKER_INIT_FAILED'],
  ['no system error',             {},                                    undefined],
  ['a code without a number',     { code: 'ERR_X' },                     'ERR_X'],
]

for (const [name, error, want] of cases)
  t.test(name, async (t) => {
    t.equal(systemCode(Object.assign(new Error(name), error)), want)
  })

t.test('which errors mean that too much is open', async (t) => {
  const errors = [
    ...['EMFILE', 'ENFILE', 'ENOMEM', 'EIO'].map((code) =>
      Object.assign(new Error(code), { code }),
    ),
    Object.assign(new Error('failure: EMFILE'), { code: 'ERR_WORKER_INIT_FAILED' }),
    'EMFILE',
  ]
  t.strictSame(errors.map(isOutOfDescriptors), [true, true, false, false, true, false])
})
