import { statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import t from 'tap'
import { runOn } from '../helper/apply-run.js'
import type { Ready } from '../../lib/apply/scene.js'
import { freedBy } from '../../lib/apply/freed.js'
import type { Op } from '../../lib/record/step.js'
import { file } from '../helper/records.js'
import { step } from '../helper/scratch.js'

const here = statSync(tmpdir(), { bigint: true }).dev

// prettier-ignore
const cases: [name: string, op: Op, dev: bigint, to: string | undefined, freed: number][] = [
  ['a copy',                          'copy',     here, undefined,                 0],
  ['a file that goes',                'delete',   here, undefined,                 7],
  ['one that becomes a link',         'hardlink', here, undefined,                 7],
  ['a pool link on one device',       'pool-link', here, `${tmpdir()}/x`,          7],
  ['a move on one device',            'move',     here, `${tmpdir()}/x`,           0],
  ['into directories not made yet',   'move',     here, `${tmpdir()}/no/such/x`,   0],
  ['from another device',             'move',     1n,   `${tmpdir()}/no/such/x`,   7],
]

for (const [name, op, dev, to, freed] of cases)
  t.test(name, async (t) => {
    const one = step(op, file('/a'), file('/b'), { frees: 7, ...(to && { to }) })
    const run = runOn()
    t.equal(await freedBy(run, { step: one, stat: { dev } } as Ready), freed)
    run.dirs.closeAll()
  })
