// Kills the real dd-apply at each system call that changes the disk or the journal, of every scenario,
// and tells it to go on, or to take back what is unfinished; lets each write of the journal fail.
import t from 'tap'
import { journalErrors, kills } from '../helper/kills.js'
import { settings } from '../helper/kill-settings.js'
import { SCENARIOS } from '../helper/scenarios.js'
import { ALL } from '../helper/sweeps.js'

t.setTimeout(0)

for (const { title, skip, ...setting } of settings(t, SCENARIOS)) {
  t.test(`kill -9: ${title}`, { skip }, async (t) => {
    const { cases, wrong } = await kills(setting, ALL, true)
    t.strictSame(wrong.slice(0, 10), [], `${cases} cases`)
  })
  t.test(`a journal that fails: ${title}`, { skip }, async (t) => {
    const { cases, wrong } = await journalErrors(setting, ALL)
    t.strictSame(wrong.slice(0, 10), [], `${cases} cases`)
  })
}
