import t from 'tap'
import {
  packJob,
  packJobs,
  packOutcomes,
  unpackJobs,
  unpackOutcomes,
  type Outcome,
} from '../../lib/hash/job.js'
import { file } from '../helper/records.js'

const MAX = '18446744073709551615'

t.test('jobs arrive as they were sent', async (t) => {
  const path64 = Buffer.from('/odd\xff', 'latin1').toString('base64')
  const jobs = [
    ...unpackJobs(
      packJobs(
        [
          file('/a', { size: 7, ino: MAX, mtimeNs: '-1', uid: 3 }),
          file('/b:c\nd 😀', {
            size: Number.MAX_SAFE_INTEGER,
            ino: '0',
            mtimeNs: '1700000000123456789',
          }),
          { ...file('/'), path: undefined, path64, ino: '5' },
        ].map(packJob),
      ),
    ),
  ]
  const ctimeNs = 1_600_000_000_000_000_000n
  t.strictSame(jobs[0], { path: '/a', size: 7, ino: BigInt(MAX), mtimeNs: -1n, ctimeNs, uid: 3 })
  t.equal(jobs[1]!.path, '/b:c\nd 😀')
  t.equal(jobs[1]!.size, Number.MAX_SAFE_INTEGER)
  t.equal(jobs[1]!.mtimeNs, 1700000000123456789n)
  t.strictSame(jobs[2]!.path, Buffer.from('/odd\xff', 'latin1'))
  t.equal(jobs.length, 3)
})

const outcomes: [name: string, outcome: Outcome][] = [
  ['a digest', '00ff'],
  ['a failure of the system', { code: 'EACCES', message: 'EACCES: permission denied, open' }],
  ['a refusal', { code: '', message: 'changed since it was listed' }],
  ['a path in the message', { code: 'EIO', message: 'read "/a!b!!\n"' }],
]

for (const [name, outcome] of outcomes)
  t.test(`${name} arrives as it was sent`, async (t) => {
    t.strictSame(unpackOutcomes(packOutcomes([outcome])), [outcome])
    t.strictSame(unpackOutcomes(packOutcomes(['aa', outcome, 'bb'])), ['aa', outcome, 'bb'])
  })
