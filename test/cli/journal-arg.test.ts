import { homedir } from 'node:os'
import t from 'tap'
import { defaultJournal, recoveryOf } from '../../lib/cli/journal-arg.js'

const now = new Date('2026-01-02T03:04:05.678Z')
const { XDG_STATE_HOME } = process.env

t.teardown(() => {
  if (XDG_STATE_HOME === undefined) delete process.env.XDG_STATE_HOME
  else process.env.XDG_STATE_HOME = XDG_STATE_HOME
})

// prettier-ignore
const homes: [state: string, want: string][] = [
  ['/s',  '/s/dd-tools/20260102T030405-7.csv'],
  ['s',   `${process.cwd()}/s/dd-tools/20260102T030405-7.csv`],
  ['',    `${homedir()}/.local/state/dd-tools/20260102T030405-7.csv`],
]

for (const [state, want] of homes)
  t.test(`XDG_STATE_HOME is "${state}"`, async (t) => {
    process.env.XDG_STATE_HOME = state
    t.equal(defaultJournal(now, 7), want)
  })

t.test('what to recover', async (t) => {
  t.equal(recoveryOf({}), undefined)
  t.equal(recoveryOf({ journal: 'j', apply: true }), undefined)
  t.strictSame(recoveryOf({ resume: '/j' }), { path: '/j', way: 'finish', trusted: false })
  t.strictSame(recoveryOf({ rollback: 'j', trustJournal: true }), {
    path: `${process.cwd()}/j`,
    way: 'back',
    trusted: true,
  })
})

for (const flags of [{}, { journal: 'j' }])
  t.test(`nothing to trust: ${Object.keys(flags)}`, async (t) => {
    const message = '--trust-journal is for --resume and --rollback'
    t.throws(() => recoveryOf({ ...flags, trustJournal: true }), { message })
  })

for (const flags of [
  { journal: 'a', resume: 'b' },
  { resume: 'a', rollback: 'a' },
  { journal: '', rollback: '' },
])
  t.test(`${Object.keys(flags).join(' and ')} exclude each other`, async (t) => {
    t.throws(() => recoveryOf(flags), { message: 'cannot be given together' })
  })
