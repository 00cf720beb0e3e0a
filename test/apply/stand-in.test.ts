import t from 'tap'
import { standIn } from '../../lib/apply/stand-in.js'
import { sessionIn } from '../helper/journaled.js'
import { nameKey } from '../../lib/record/host.js'
import { OPS } from '../../lib/record/step.js'
import { file } from '../helper/records.js'
import { Scratch, step } from '../helper/scratch.js'

t.test('only a hard link has another keeper instead of one that is full', async (t) => {
  const session = sessionIn(new Scratch(t))
  t.teardown(() => session.close())
  const [full, other, target, fresh] = ['/full', '/other', '/target', '/fresh'].map((path) =>
    file(path),
  )
  session.standIns.set(nameKey(full!), fresh!)
  for (const op of OPS) {
    const one = step(op, target!, full)
    const { keep, ...rest } = standIn(session, one)
    t.equal(keep, op === 'hardlink' ? fresh : full, op)
    t.strictSame({ ...rest, keep: full }, one, 'nothing else changes')
  }
  const unknown = step('hardlink', target!, other)
  t.equal(standIn(session, unknown), unknown)
  const alone = step('hardlink', target!)
  t.equal(standIn(session, alone), alone)
  const far = step('hardlink', target!, { ...full!, host: 'nas1' })
  t.equal(standIn(session, far), far, 'nor one of that path on another machine')
})
