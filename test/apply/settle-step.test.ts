import t from 'tap'
import { settleStep } from '../../lib/apply/settle-step.js'
import type { Op } from '../../lib/record/step.js'
import { fails } from '../helper/apply-run.js'
import { all, left, removed, renamed, written, type Since } from '../helper/left.js'
import { AWAY, BOTH } from '../helper/pair.js'

const aside = renamed('dir/file', `dir/${AWAY}`)

// prettier-ignore
const ended: [op: Op, since: Since, status: string | undefined][] = [
  ['delete',   () => {},                        undefined],
  ['delete',   aside,                           undefined],
  ['delete',   removed('dir/file'),             'DELETED'],
  ['delete',   all(aside, written('dir/file')), 'CONFLICT'],
  ['hardlink', removed('dir/file'),             'SKIPPED'],
]

for (const [op, since, status] of ended)
  t.test(`${op} ended: ${status}`, async (t) => {
    const { run, row } = await left(t, op, since)
    const outcome = await settleStep(run, row)
    t.equal(outcome?.status, status)
    if (status === 'CONFLICT') t.match(outcome, { code: 'conflict', message: `kept as ${AWAY}` })
  })

t.test('a copy is settled as one: its name is nothing to bring back', async (t) => {
  const { scratch, run, row } = await left(t, 'delete')
  t.match(await settleStep(run, { ...row, op: 'copy' }), { status: 'COPIED' })
  t.strictSame(scratch.names(), BOTH)
})

t.test('what cannot be looked at, or put back, stays unsettled', async (t) => {
  const away = await left(t, 'delete', renamed('dir', 'elsewhere'))
  await t.rejects(settleStep(away.run, away.row), { code: 'gone' })
  const sick = await left(t, 'delete', () => {}, { lstat: fails('EIO') })
  await t.rejects(settleStep(sick.run, sick.row), { code: 'EIO' })
  const stuck = await left(t, 'delete', aside, { renameNoReplace: fails('EIO') })
  await t.rejects(settleStep(stuck.run, stuck.row), { message: 'could not be put back' })
  t.ok(stuck.scratch.exists(`dir/${AWAY}`))
})
