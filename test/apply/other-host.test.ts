import t from 'tap'
import { check } from '../../lib/apply/act.js'
import { isOtherHosts } from '../../lib/apply/other-host.js'
import { HERE } from '../../lib/record/host.js'
import { OPS, type StepRecord } from '../../lib/record/step.js'
import { runOn } from '../helper/apply-run.js'
import { pair } from '../helper/pair.js'

const at = (
  host: string,
  { file, keep, ...rest }: StepRecord,
  whose: 'file' | 'keep' | 'both',
) => ({
  ...rest,
  file: whose === 'keep' ? file : { ...file, host },
  ...(keep && { keep: whose === 'file' ? keep : { ...keep, host } }),
})

for (const op of OPS)
  for (const [whose, message] of [
    ['file', 'is on another machine, nas1'],
    ['both', 'is on another machine, nas1'],
    ['keep', 'its keeper is on another machine, nas1'],
  ] as const)
    for (const read of [true, false])
      t.test(`${op}, ${whose} elsewhere, ${read ? 'for real' : 'dry'}: refused`, async (t) => {
        const { step } = pair(t, op, op === 'copy' ? { why: 'undo' } : {})
        const far = at('nas1', step, whose)
        t.ok(isOtherHosts(far))
        await t.rejects(check(runOn(), far, read), { code: 'other-host', message })
      })

for (const whose of ['file', 'keep', 'both'] as const)
  t.test(`${whose} on this machine, by its name`, async (t) => {
    const { step } = pair(t, 'delete')
    const ours = at(HERE, step, whose)
    t.notOk(isOtherHosts(ours))
    t.equal((await check(runOn(), ours)).step, ours)
  })

t.test('an empty file has no keeper anywhere', async (t) => {
  const { step } = pair(t, 'delete')
  const { keep: _, ...alone } = step
  t.notOk(isOtherHosts(alone))
  await t.rejects(check(runOn(), at('nas1', alone, 'file')), { code: 'other-host' })
})
