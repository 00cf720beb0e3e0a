import { execFileSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { freeDescriptors } from '../../lib/fs/free-descriptors.js'
import { cannotMount } from '../helper/mounts.js'

const MODULE = join(import.meta.dirname, '../../lib/fs/free-descriptors.js')

/** What a new process says, started by a line of shell. @param before it does this first */
function saidBy(line: string, before = ''): number {
  const script = `import { closeSync, openSync } from 'node:fs'
    import { freeDescriptors } from ${JSON.stringify(MODULE)}
    const fds = []
    ${before}
    const free = freeDescriptors(777)
    fds.forEach(closeSync)
    console.log(free)`
  const { NODE_OPTIONS: _, ...env } = process.env
  const args = ['-c', line, 'sh', process.execPath, '--input-type=module', '-e', script]
  return Number(execFileSync('sh', args, { env }))
}

const skip = process.platform !== 'linux' && 'Linux only'

t.test('each open file leaves one less', { skip }, async (t) => {
  const before = freeDescriptors(-1)
  t.ok(before > 0)
  const fds = [1, 2, 3].map(() => openSync('/dev/null', 'r'))
  t.equal(freeDescriptors(-1), before - 3)
  fds.forEach(closeSync)
  t.equal(freeDescriptors(-1), before)
})

t.test('what the shell allows is counted', { skip }, async (t) => {
  const [few, more] = [64, 128].map((n) => saidBy(`ulimit -n ${n}; exec "$@"`))
  t.ok(few! > 0 && few! < 64, `${few} of 64`)
  t.equal(more! - few!, 64)
})

t.test('none is left, not even to find out', { skip }, async (t) => {
  const takeAll = `try { for (;;) fds.push(openSync('/dev/null')) } catch {}`
  t.equal(saidBy('ulimit -n 64; exec "$@"', takeAll), 0)
})

// prettier-ignore
const silent: [name: string, hide: string][] = [
  ['nothing tells',          'mount -t tmpfs none /proc'],
  ['it is not said of them', 'mount -t tmpfs none /proc; mkdir -p /proc/self/fd; echo > /proc/self/limits'],
]

for (const [name, hide] of silent)
  t.test(`where ${name}`, { skip: cannotMount() }, async (t) => {
    t.equal(saidBy(`exec unshare -m sh -c '${hide}; exec "$@"' sh "$@"`), 777)
  })
