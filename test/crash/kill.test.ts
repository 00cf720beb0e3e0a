// A slice of test/sweep/kill.test.ts: dd-apply as it is shipped, killed with kill -9 in the middle of
// its work, and told to go on; and a journal that cannot be written.
import t from 'tap'
import { journalErrors, kills } from '../helper/kills.js'
import { settings } from '../helper/kill-settings.js'
import { SHORT } from '../helper/scenarios.js'

t.setTimeout(0)

/** Each scenario with koffi or without. */
const some = settings(t, SHORT).filter((_, i) => i % 4 === 0 || i % 4 === 3)

for (const [i, { title, skip, ...setting }] of some.entries())
  t.test(`kill -9: ${title}`, { skip }, async (t) => {
    const { cases, wrong } = await kills(setting, { every: 9, from: 4 * i }, false)
    t.strictSame(wrong, [], `${cases} cases`)
    t.ok(cases > 0, 'it was killed')
  })

for (const [i, { title, skip, ...setting }] of some.slice(0, 3).entries())
  t.test(`a journal that fails: ${title}`, { skip }, async (t) => {
    const { cases, wrong } = await journalErrors(setting, { every: 5, from: i })
    t.strictSame(wrong, [], `${cases} cases`)
    t.ok(cases > 0, 'it failed')
  })
