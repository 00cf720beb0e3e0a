import { createHash } from 'node:crypto'
import { chmodSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { packJob, packJobs, unpackOutcomes } from '../../lib/hash/job.js'
import { batchRunner } from '../../lib/hash/run-batch.js'
import { listed } from '../helper/listed.js'

t.test('one file that fails never stops the others', async (t) => {
  const dir = t.testdir({ a: 'aaa', gone: '', moved: 'x', b: 'bbb' })
  const records = ['a', 'gone', 'moved', 'b'].map((name) => listed(join(dir, name)))
  unlinkSync(join(dir, 'gone'))
  records[2] = { ...records[2]!, ino: '1' }
  const run = batchRunner({ algo: 'md5', headBytes: undefined })
  const [a, gone, moved, b] = unpackOutcomes(run(packJobs(records.map(packJob))))
  t.equal(a, createHash('md5').update('aaa').digest('hex'))
  t.equal(b, createHash('md5').update('bbb').digest('hex'))
  t.match(gone, { code: 'ENOENT', message: /no such file/ })
  t.strictSame(moved, { code: '', message: 'was replaced by another file since it was listed' })
})

t.test(
  'a file that is closed to us',
  { skip: process.getuid?.() === 0 && 'root reads it' },
  async (t) => {
    const path = join(t.testdir({ f: 'x' }), 'f')
    chmodSync(path, 0)
    const run = batchRunner({ algo: 'md5', headBytes: undefined })
    t.match(unpackOutcomes(run(packJob(listed(path)))), [{ code: 'EACCES' }])
  },
)
