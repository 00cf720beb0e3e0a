// Test files that mount: in a process with mounts and processes of its own, so that nothing of it can
// stay behind, also when it is killed. Only root may do that; elsewhere they are skipped, loudly.
import { spawnSync } from 'node:child_process'
import type { Test } from 'tap'
import { cannotMount } from './mounts.js'

const MARK = 'DD_TEST_OWN_MOUNTS'

/** Its first process is the test; when that ends, the kernel ends the others and unmounts all. */
const UNSHARE = ['unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc']

/**
 * Run tests where mounts are nobody else's concern.
 * @param file of the caller: it is started again
 * @param needs programs without which there is nothing to test
 */
export function withOwnMounts(
  t: Test,
  file: string,
  needs: readonly string[],
  tests: () => void,
): void {
  t.setTimeout(0)
  if (process.env[MARK]) return tests()
  const skip = cannotUnshare() || without(needs) || cannotPool(needs)
  if (skip) return void t.test('with mounts of its own', { skip }, async () => {})
  const args = ['--pdeathsig', 'KILL', ...UNSHARE, process.execPath, file]
  const { NODE_OPTIONS: _, ...env } = process.env // the loaders of tap are not needed twice
  t.spawn('setpriv', args, { env: { ...env, [MARK]: '1' } }, 'with mounts of its own')
}

function cannotUnshare(): string | false {
  const cannot = cannotMount()
  if (cannot) return cannot
  const { status } = spawnSync('setpriv', ['--pdeathsig', 'KILL', ...UNSHARE, 'true'])
  return status === 0 ? false : 'no mounts of its own are to be had here'
}

/** A small pool of a loop disk, which a container may forbid though all programs are there. */
const POOL = `mount -t tmpfs none /tmp && cd /tmp && truncate -s 8M img && mkfs.ext4 -q -F img &&
mkdir a b pool && mount -o loop img a && mergerfs -o minfreespace=0 "$PWD/a:$PWD/b" pool && touch pool/x &&
test -e a/x -o -e b/x`

function cannotPool(needs: readonly string[]): string | false {
  if (!needs.includes('mergerfs')) return false
  const { status, stderr } = spawnSync('setpriv', [
    '--pdeathsig',
    'KILL',
    ...UNSHARE,
    'sh',
    '-c',
    POOL,
  ])
  return status === 0 ? false : `no pool can be made here: ${String(stderr).trim()}`
}

function without(programs: readonly string[]): string | false {
  const missing = programs.filter((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status)
  return missing.length > 0 ? `not installed: ${missing.join(', ')}` : false
}
