// Somebody changes the files of a step before each of its calls, in every way; and then the run dies
// at each change after that, too. What was new then, and what was there, is still there afterwards.
import t from 'tap'
import { native } from '../../lib/fs/native/native.js'
import { races, RACES, racesThenCrash } from '../helper/races.js'
import { MODES, played } from '../helper/scenarios.js'
import { Sweep } from '../helper/sweeps.js'

const modes = native() ? MODES : MODES.slice(0, -1)
if (!native()) t.comment('SKIPPED: mode X, since koffi is not there')
t.setTimeout(0)

for (const { scenario, mode, title } of played(RACES, modes)) {
  t.test(`a race: ${title}`, async (t) => {
    const { cases, wrong, windows } = await races(new Sweep(scenario, mode))
    t.strictSame(wrong.slice(0, 10), [], `${cases} cases`)
    for (const window of windows) t.comment(window)
  })
  t.test(`a race, then a crash: ${title}`, async (t) => {
    const { cases, wrong } = await racesThenCrash(new Sweep(scenario, mode), { every: 6, from: 1 })
    t.strictSame(wrong.slice(0, 10), [], `${cases} cases`)
  })
}
