import { execFileSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { setTimes } from '../../lib/fs/set-times.js'
import { noNative } from '../helper/native.js'
import { Scratch } from '../helper/scratch.js'

const times = [
  1_600_000_000_123_456_789n,
  1_600_000_000_123_456_000n,
  1_600_000_000_000_000_000n,
  1n,
  0n,
  -1n,
  -1_500_000_000n,
  2_000_000_000_999_999_999n,
]

for (const mtimeNs of times)
  t.test(`${mtimeNs}`, async (t) => {
    const scratch = new Scratch(t)
    scratch.write('a')
    execFileSync('touch', [
      '-a',
      '-d',
      noNative ? '@1000.5' : '@1000.123456789',
      String(scratch.at('a')),
    ])
    const before = scratch.stat('a').atimeNs
    const fd = openSync(scratch.at('a'), 'r')
    setTimes(fd, mtimeNs)
    closeSync(fd)
    t.equal(scratch.stat('a').mtimeNs, mtimeNs)
    t.equal(scratch.stat('a').atimeNs, before, 'the access time stays')
  })

t.test(
  'without koffi, by touch(1)',
  { skip: process.platform !== 'linux' && 'Linux only' },
  async (t) => {
    const scratch = new Scratch(t)
    const module = join(import.meta.dirname, '../../lib/fs')
    for (const [i, _] of times.entries()) scratch.write(`a${i}`)
    const script = `
    import { openSync } from 'node:fs'
    const { setTimes } = await import(${JSON.stringify(join(module, 'set-times.js'))})
    const { native } = await import(${JSON.stringify(join(module, 'native/native.js'))})
    if (native()) throw new Error('native calls in spite of DD_TOOLS_NATIVE=0')
    const [root, ...times] = process.argv.slice(1)
    times.forEach((time, i) => setTimes(openSync(root + '/a' + i, 'r'), BigInt(time)))`
    const args = ['--input-type=module', '-e', script, '--', scratch.root, ...times.map(String)]
    execFileSync(process.execPath, args, { env: { ...process.env, DD_TOOLS_NATIVE: '0' } })
    for (const [i, mtimeNs] of times.entries()) t.equal(scratch.stat(`a${i}`).mtimeNs, mtimeNs)
  },
)
