// A slice of what `npm run test:sweep` tries whole: dies at some of the changes of every scenario, and
// in the recovery of some, and meets errors; nothing may be lost, and a second recovery has nothing to do.
import t from 'tap'
import { native } from '../../lib/fs/native/native.js'
import { MODES, played, SCENARIOS, SHORT } from '../helper/scenarios.js'
import { crashes, crashesTwice, errors, Sweep } from '../helper/sweeps.js'
import { tornJournals } from '../helper/torn-journal.js'

const modes = native() ? MODES : MODES.slice(0, -1)
if (!native()) t.comment('SKIPPED: mode X, since koffi is not there')

t.setTimeout(0)

let from = 0
for (const { scenario, mode, title } of played(SCENARIOS, modes)) {
  from++
  t.test(`a crash: ${title}`, async (t) => {
    const { cases, wrong } = await crashes(new Sweep(scenario, mode), { every: 7, from })
    t.strictSame(wrong.slice(0, 10), [], `${cases} cases`)
    t.ok(cases > 0, 'at least one change was hit')
  })
  t.test(`an error: ${title}`, async (t) => {
    const { cases, wrong } = await errors(new Sweep(scenario, mode), ['EIO'], { every: 11, from })
    t.strictSame(wrong.slice(0, 10), [], `${cases} cases`)
  })
}

for (const { scenario, mode, title } of played(SHORT, modes).filter((_, i) => i % 4 === 2))
  t.test(`two crashes: ${title}`, async (t) => {
    const sweep = new Sweep(scenario, mode)
    const { cases, wrong } = await crashesTwice(sweep, { every: 7, from: 2 }, modes.slice(-1))
    t.strictSame(wrong.slice(0, 10), [], `${cases} cases`)
    t.ok(cases > 0, 'at least one change of a recovery was hit')
  })

for (const { scenario, mode, title } of played(SHORT, modes.slice(-1)))
  t.test(`a torn journal: ${title}`, async (t) => {
    const { cases, wrong } = await tornJournals(new Sweep(scenario, mode), { every: 23, from: 5 })
    t.strictSame(wrong.slice(0, 10), [], `${cases} cases`)
    t.ok(cases > 0, 'it was torn')
  })
