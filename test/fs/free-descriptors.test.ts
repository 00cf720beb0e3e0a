import { execFileSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { freeDescriptors } from '../../lib/fs/free-descriptors.js'
import { cannotMount } from '../helper/mounts.js'

const MODULE = join(import.meta.dirname, '../../lib/fs/free-descriptors.js')

/** What a new process says, started by a line of shell. */
function saidBy(line: string): number {
  const script = `import { freeDescriptors } from ${JSON.stringify(MODULE)}
    console.log(freeDescriptors(777))`
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

t.test('where nothing tells', { skip: cannotMount() }, async (t) => {
  const hide = 'exec unshare -m sh -c \'mount -t tmpfs none /proc; exec "$@"\' sh "$@"'
  t.equal(saidBy(hide), 777)
})
