// What is done to a name in a pool is done on every branch that has it, though only one of the files
// was seen and compared: so a name that several branches have is left alone.
import t from 'tap'
import { PLAN_OPS } from '../../lib/plan/policy.js'
import { withOwnMounts } from '../helper/own-mounts.js'
import { Pool } from '../helper/pool.js'
import { records, shell } from '../helper/run.js'

withOwnMounts(t, import.meta.filename, ['mergerfs', 'mkfs.ext4', 'getfattr'], () => {
  const disk = ['ext4', 24, '-m', '0'] as const
  const pool = new Pool(t, { d1: disk, d2: disk })
  const FILES = { 'd1/k': 'content', 'd1/n': 'content', 'd2/n': 'another' }

  for (const op of PLAN_OPS.filter((op) => op !== 'pool-link'))
    for (const koffi of ['1', '0'])
      t.test(`${op}, ${koffi === '1' ? 'with' : 'without'} koffi`, async (t) => {
        pool.wipe()
        pool.plant(FILES)
        pool.mount()
        const to = op === 'move' ? `--to ${pool.at}/to` : ''
        const plan = `dd-walk ${pool.at} | dd-hash | dd-group | dd-plan ${op} --primary ${pool.at}/k --metadata ignore ${to}`
        const line = `export DD_TOOLS_NATIVE=${koffi}; ${plan} | dd-apply --apply --journal ${pool.base}/j-${op}-${koffi}`
        const { stdout } = await shell(line)
        t.match(records(stdout), [{ op, status: 'skipped', error: { code: 'shadow' } }])
        const left = ['d1/n', 'd2/n'].map((name) => pool.read(name))
        t.strictSame(left, ['content', 'another'], 'both files are there')
      })
})
