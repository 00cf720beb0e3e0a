// dd-dupes, held still at a system call while something happens to the file.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Running, type Ended } from './running.js'

/** Right after the nth such call on this file. */
export type Moment = { readonly path: string; readonly call: string; readonly nth: number }

let count = 0

/** Run dd-dupes in one thread on a directory, and act at a moment. Needs strace. */
export async function whileHeld(
  cwd: string,
  { path, call, nth }: Moment,
  act: () => void,
): Promise<Ended> {
  const log = join(tmpdir(), `dd-held-${process.pid}-${count++}`)
  const trace = ['strace', '-f', '-qq', '-o', log, '-P', path, '-e', `trace=${call}`]
  const hold = ['-e', `inject=${call}:signal=SIGSTOP:when=${nth}`]
  const args = ['-q', '--threads', '1']
  const running = new Running('dd-dupes', args, { cwd, before: [...trace, ...hold] })
  try {
    const pid = await running.until(() => held(log))
    try {
      act()
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    return await running.end()
  } finally {
    rmSync(log, { force: true })
  }
}

/** The process that stands still. */
function held(log: string): number | undefined {
  const lines = existsSync(log) ? readFileSync(log, 'latin1') : ''
  const [, pid] = /^(\d+) +--- stopped by SIGSTOP/m.exec(lines) ?? []
  return pid === undefined ? undefined : Number(pid)
}
