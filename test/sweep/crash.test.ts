// Dies at every change of every scenario, recovers both ways, and dies in that too.
import t from 'tap'
import { native } from '../../lib/fs/native/native.js'
import { MODES, played, SCENARIOS, SHORT } from '../helper/scenarios.js'
import { ALL, crashes, crashesTwice, errors, errorsInRecovery, Sweep } from '../helper/sweeps.js'
import { tornJournals } from '../helper/torn-journal.js'

const modes = native() ? MODES : MODES.slice(0, -1)
if (!native()) t.comment('SKIPPED: mode X, since koffi is not there')
t.setTimeout(0)

for (const { scenario, mode, title } of played(SCENARIOS, modes)) {
  t.test(`a crash: ${title}`, async (t) => {
    const { cases, wrong } = await crashes(new Sweep(scenario, mode))
    t.strictSame(wrong.slice(0, 10), [], `${cases} cases`)
  })
  t.test(`an error: ${title}`, async (t) => {
    const { cases, wrong } = await errors(new Sweep(scenario, mode), ['EIO'])
    t.strictSame(wrong.slice(0, 10), [], `${cases} cases`)
  })
}

for (const { scenario, mode, title } of played(SHORT, modes)) {
  t.test(`two crashes: ${title}`, async (t) => {
    const { cases, wrong } = await crashesTwice(new Sweep(scenario, mode), ALL, modes)
    t.strictSame(wrong.slice(0, 10), [], `${cases} cases`)
  })
  t.test(`an error in the recovery: ${title}`, async (t) => {
    const { cases, wrong } = await errorsInRecovery(new Sweep(scenario, mode), 'EIO')
    t.strictSame(wrong.slice(0, 10), [], `${cases} cases`)
  })
  t.test(`a torn journal: ${title}`, async (t) => {
    const { cases, wrong } = await tornJournals(new Sweep(scenario, mode))
    t.strictSame(wrong.slice(0, 10), [], `${cases} cases`)
  })
}
