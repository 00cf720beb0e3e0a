// A slice of test/sweep/races.test.ts: somebody changes the files of a step while it is at work.
import t from 'tap'
import { native } from '../../lib/fs/native/native.js'
import { races, RACES } from '../helper/races.js'
import { MODES, played } from '../helper/scenarios.js'
import { Sweep } from '../helper/sweeps.js'

t.setTimeout(0)

const modes = native() ? MODES : MODES.slice(0, -1)
if (!native()) t.comment('SKIPPED: mode X, since koffi is not there')

for (const [i, { scenario, mode, title }] of played(RACES, modes).entries())
  t.test(`a race: ${title}`, async (t) => {
    const { cases, wrong, windows } = await races(new Sweep(scenario, mode), { every: 13, from: i })
    t.strictSame(wrong.slice(0, 10), [], `${cases} cases`)
    t.ok(cases > 0, 'somebody came')
    for (const window of windows) t.comment(window)
  })
