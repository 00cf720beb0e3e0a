import t from 'tap'
import { isProven, nowNs, type Clock } from '../../lib/record/proof.js'

const SECOND = 1_000_000_000n
const MINUTE = 60n * SECOND
const DAY = 86_400n * SECOND
const READ = 1_700_000_000_123_456_789n

type Case = [
  name: string,
  clock: Clock,
  /** Nanoseconds before it was read; that of the ctime first. */
  changed: bigint,
  modified: bigint,
  /** Nanoseconds after it. */
  now: bigint,
  proven: boolean,
]

// prettier-ignore
const cases: Case[] = [
  // name                                      clock      ctime       mtime       now        proven
  ['a minute and more after its change',       'own',     MINUTE + 1n, DAY,        0n,        true],
  ['a minute, to the nanosecond',              'own',     MINUTE,      DAY,        0n,        false],
  ['the tick of its change',                   'own',     0n,          0n,         MINUTE,    false],
  ['before its change',                        'own',     -DAY,        DAY,        9n * DAY,  false],
  ['the mtime says nothing there',             'own',     MINUTE + 1n, -DAY,       0n,        true],
  ['long ago',                                 'own',     9n * DAY,    9n * DAY,   9n * DAY,  true],
  ['read later than now: by another clock',    'own',     DAY,         DAY,        -1n,       false],
  ['elsewhere: a day and more',                'foreign', DAY + 1n,    DAY + 1n,   0n,        true],
  ['elsewhere: a day',                         'foreign', DAY,         DAY + 1n,   0n,        false],
  ['elsewhere: a day after mtime',             'foreign', DAY + 1n,    DAY,        0n,        false],
  ['elsewhere: some minutes',                  'foreign', 9n * MINUTE, 9n * DAY,   9n * DAY,  false],
  ['in memory: never',                         'none',    9n * DAY,    9n * DAY,   9n * DAY,  false],
]

for (const [name, clock, changed, modified, now, proven] of cases)
  t.test(`read ${name}: ${proven ? 'proven' : 'not proven'}`, async (t) => {
    const times = { ctimeNs: `${READ - changed}`, mtimeNs: `${READ - modified}` }
    t.equal(isProven({ ...times, readNs: `${READ}` }, clock, READ + now), proven)
    t.notOk(isProven(times, clock, READ + now), 'nobody knows when it was read')
  })

t.test('times before 1970 are times', async (t) => {
  const file = { ctimeNs: '-120000000000', mtimeNs: '-120000000000' }
  t.ok(isProven({ ...file, readNs: '-1' }, 'own', 0n))
  t.notOk(isProven({ ...file, readNs: '-60000000000' }, 'own', 0n))
})

t.test('the time is now, or a little before', async (t) => {
  const before = Date.now()
  const now = BigInt(nowNs()) / 1_000_000n
  t.ok(now >= before && now <= Date.now())
})
