import { statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import t from 'tap'
import { freedBy } from '../../lib/apply/freed.js'
import type { Op } from '../../lib/record/step.js'
import { file } from '../helper/records.js'
import { step } from '../helper/scratch.js'

const here = String(statSync(tmpdir()).dev)

// prettier-ignore
const cases: [name: string, op: Op, dev: string, to: string | undefined, freed: number][] = [
  ['a copy',                          'copy',     here, undefined,                 0],
  ['a file that goes',                'delete',   here, undefined,                 7],
  ['one that becomes a link',         'hardlink', here, undefined,                 7],
  ['a move on one device',            'move',     here, `${tmpdir()}/x`,           0],
  ['into directories not made yet',   'move',     here, `${tmpdir()}/no/such/x`,   0],
  ['from another device',             'move',     '1',  `${tmpdir()}/no/such/x`,   7],
  ['to where nothing can be',         'move',     here, '/dev/null/x/y',           7],
]

for (const [name, op, dev, to, freed] of cases)
  t.test(name, async (t) => {
    const one = step(op, file('/a'), file('/b'), { frees: 7, ...(to && { to }) })
    t.equal(freedBy(one, dev), freed)
  })
