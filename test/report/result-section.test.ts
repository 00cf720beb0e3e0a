import t from 'tap'
import type { ResultRecord, Status } from '../../lib/record/result.js'
import { resultSection } from '../../lib/report/result-section.js'

function result(status: Status, freed = 0, error?: { code: string; message: string }) {
  const fields = { type: 'result', id: 'x', op: 'hardlink', path: '/a\n', status, freed } as const
  return { ...fields, ...(error && { error }) } satisfies ResultRecord
}

t.test('a result', async (t) => {
  const { lines } = resultSection()
  t.strictSame(lines(result('done', 4096)), ['done    hardlink     4.0 KiB  /a\\u{a}'])
  t.strictSame(lines(result('failed', 0, { code: 'EIO\x1b', message: 'no\n' })), [
    'failed  hardlink         0 B  /a\\u{a}',
    '  EIO\\u{1b}: no\\u{a}',
  ])
})

t.test('a result with a note', async (t) => {
  const noted = { ...result('done'), note: { code: 'owner', message: 'not its owner' } }
  t.equal([...resultSection().lines(noted)][1], '  owner: not its owner')
})

// prettier-ignore
const sums: [results: ResultRecord[], want: string][] = [
  [[result('done', 1024)],                                            '1 result: 1 done, 1.0 KiB freed'],
  [[result('would', 1024), result('would', 1024)],                    '2 results: 2 would be done, 2.0 KiB would be freed'],
  [[result('failed'), result('skipped'), result('done')],             '3 results: 1 done, 1 skipped, 1 failed, 0 B freed'],
  [[result('skipped'), result('would', 1)],                           '2 results: 1 would be done, 1 skipped, 1 B would be freed'],
  [[result('would', 1), result('done', 1)],                           '2 results: 1 would be done, 1 done, 2 B freed'],
]

for (const [results, want] of sums)
  t.test(want, async (t) => {
    const section = resultSection()
    results.forEach(section.lines)
    t.equal(section.summary(), want)
  })
