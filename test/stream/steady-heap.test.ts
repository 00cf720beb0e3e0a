import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'

const MODULE = join(import.meta.dirname, '../../lib/stream/steady-heap.js')

/** Bytes of V8's young generation after work that makes it grow, in a process of its own. */
function youngBytes(passed: number, large = 0): number {
  const script = `
    import { getHeapSpaceStatistics } from 'node:v8'
    import { looseHeap, steadyHeap } from ${JSON.stringify(MODULE)}
    steadyHeap(${passed})
    if (${large} > 0) looseHeap(${large})
    let kept = []
    for (let i = 0; i < 3e6; i++) {
      kept.push({ i })
      if (kept.length > 3e4) kept = []
    }
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
    process.stdout.write(String(young.space_size))`
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', script],
    { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } },
  )
  return Number(stdout) || (t.fail(stderr), NaN)
}

t.test('once enough has passed through, the heap stays as it is', async (t) => {
  const [cold, warm] = [youngBytes(1000), youngBytes(100e6)]
  t.ok(warm <= 4 * 2 ** 20, `${warm} bytes`)
  t.ok(cold >= 8 * 2 ** 20, `${cold} bytes where little has passed`)
})

t.test('unless a record has come that is many times larger than others', async (t) => {
  const loose = youngBytes(100e6, 100e6)
  t.ok(loose >= 8 * 2 ** 20, `${loose} bytes`)
})
