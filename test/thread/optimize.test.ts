import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { hasBudget } from '../../lib/thread/optimize.js'

const MODULE = join(import.meta.dirname, '../../lib/thread/optimize.js')

// prettier-ignore
const engines: [node: string, v8: string, want: boolean][] = [
  ['20.15.0', '11.3.244.8-node.23',   true],
  ['20.20.2', '11.3.244.8-node.38',   true],
  ['21.7.3',  '11.8.172.17-node.20',  false],
  ['22.23.3', '12.4.254.21-node.39',  false],
  ['23.11.1', '12.9.202.28-node.14',  false],
  ['25.2.1',  '14.1.146.11-node.25',  false],
]

for (const [node, v8, want] of engines)
  t.test(`the flag in Node ${node}`, async (t) => {
    t.equal(hasBudget(v8), want)
  })

t.test('this Node says nothing about it', async (t) => {
  const script = `
    import { optimizeLate, optimizeSoon } from ${JSON.stringify(MODULE)}
    optimizeLate()
    optimizeSoon()`
  const args = ['--input-type=module', '--eval', script]
  const { status, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  t.strictSame({ status, stderr }, { status: 0, stderr: '' })
})
