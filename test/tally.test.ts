// The count that `npm test` ends with.
import t from 'tap'
import { script } from './helper/script.js'

const { Tally } = await script('test/tally.mjs')

type Results = { pass?: number; fail?: number; skips?: (string | true)[]; trouble?: string }

function ended({ pass = 0, fail = 0, skips = [], trouble }: Results) {
  let text = ''
  const tally = new Tally((more: string) => (text += more))
  for (let i = 0; i < pass; i++) tally.pass()
  for (let i = 0; i < fail; i++) tally.fail({ fullname: 'a.js > b', name: 'b', diag: { at: 7 } })
  for (const skip of skips) tally.skip({ fullname: 'a.js > c', name: 'c', skip })
  tally.file({ ok: fail === 0, name: 'a.js', time: 1200 })
  const status: number = tally.end(trouble)
  return { status, text, last: text.trimEnd().split('\n').at(-1) }
}

// prettier-ignore
const cases: [name: string, results: Results, last: string, status: number][] = [
  ['all well',                 { pass: 2 },                               '2 passed, 0 failed, 0 skipped', 0],
  ['a failure',                { pass: 2, fail: 1 },                      '2 passed, 1 failed, 0 skipped', 1],
  ['a skip is not a pass',     { pass: 1, skips: ['no jq'] },             '1 passed, 0 failed, 1 skipped', 0],
  ['a file without tests',     { pass: 1, skips: ['no tests found'] },    '1 passed, 1 failed, 0 skipped', 1],
  ['nothing at all',           {},                                        '0 passed, 1 failed, 0 skipped', 1],
  ['tap failed by itself',     { pass: 1, trouble: 'tap ended: 7' },      '1 passed, 1 failed, 0 skipped', 1],
  ['tap failed for a failure', { fail: 1, trouble: 'tap ended: 1' },      '0 passed, 1 failed, 0 skipped', 1],
]

for (const [name, results, last, status] of cases)
  t.test(name, async (t) => t.match(ended(results), { last, status }))

t.test('what is said on the way', async (t) => {
  const { text } = ended({ pass: 1, fail: 1, skips: ['no jq', true] })
  t.match(text, 'not ok: a.js > b\n    at: 7\n')
  t.match(text, 'not ok a.js (1 passed, 1 failed, 2 skipped, 1.2 s)\n')
  t.match(text, 'skipped: a.js > c: no jq\nskipped: a.js > c: no reason given\n')
})
