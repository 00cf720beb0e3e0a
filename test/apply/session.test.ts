import t from 'tap'
import { Pace } from '../../lib/apply/pace.js'
import { openRun, openSession } from '../../lib/apply/session.js'
import { HEADER } from '../../lib/apply/journal-row.js'
import { openAppend } from '../../lib/fs/append-file.js'
import { realDisk } from '../../lib/fs/real-disk.js'
import { Scratch } from '../helper/scratch.js'

t.test('a session has a journal with its header, and a name of its own', async (t) => {
  const scratch = new Scratch(t)
  const pace = new Pace()
  const run = openRun(realDisk(), pace, { verify: 'stat', allowTmpfs: false, minAgeMs: 7 })
  t.match(run, { verify: 'stat', allowTmpfs: false, minAgeMs: 7 })
  const file = openAppend(String(scratch.at('journal')), true)
  const session = openSession(run, pace, file)
  t.equal(scratch.read('journal'), HEADER)
  t.match(session, { begun: 0, name: /^[0-9a-z]{12,}$/ })
  t.equal(session.stopped(), false)
  pace.stop()
  t.equal(session.stopped(), true)
  await t.rejects(session.breathe(), { code: 'interrupted' })
  file.close()
})
