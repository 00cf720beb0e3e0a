// dd-apply as a process whose system calls are listed, killed at, or made to fail.
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { finish, type Ran } from './run.js'

/** For `t.test(name, { skip: cannotTrace() }, …)`: why not, or false. */
export function cannotTrace(): string | false {
  const { error, status } = spawnSync('strace', ['-qq', '-o', '/dev/null', 'true'])
  if (error) return 'strace is not installed'
  return status === 0 ? false : 'may not trace processes here'
}

/** The nth call of this name by the main thread, or the nth one on the journal. */
export type Point = { readonly call: string; readonly nth: number; readonly onJournal: boolean }

/** What becomes of it: it kills, or fails with an error. */
export type Blow = { readonly point: Point; readonly how: 'kill' | 'EIO' | 'ENOSPC' }

export type Job = {
  readonly args: readonly string[]
  readonly input: string
  readonly env: NodeJS.ProcessEnv
  readonly journal: string
}

export type Traced = Ran & { readonly log: string }

const NAMES = ['link', 'linkat', 'symlink', 'symlinkat', 'unlink', 'unlinkat', 'rename', 'renameat']
  .concat(['renameat2', 'mkdir', 'mkdirat', 'rmdir', 'fchown', 'chown', 'fchmod', 'chmod'])
  .concat(['utimensat', 'fsetxattr', 'ftruncate', 'truncate', 'copy_file_range'])

const TRACED = NAMES.concat(['openat', 'ioctl', 'fsync', 'fdatasync', 'syncfs', 'write', 'pread64'])

/** One thread for what Node does besides, and no ring that strace cannot see. */
const ENV = { UV_THREADPOOL_SIZE: '1', UV_USE_IO_URING: '0' }

/** Run Node under strace. @param log where strace writes to */
export async function traced(job: Job, log: string, blow?: Blow): Promise<Traced> {
  const trace = ['-f', '-qq', '-y', '-o', log, '-e', `trace=${TRACED.join(',')}`]
  const node = ['env', '-u', 'NODE_OPTIONS', process.execPath, ...job.args]
  const child = spawn('strace', [...trace, ...inject(blow, job.journal), ...node], {
    env: { ...job.env, ...ENV },
  })
  const ran = await finish(child, job.input)
  return { ...ran, log: readFileSync(log, 'latin1') }
}

function inject(blow: Blow | undefined, journal: string): string[] {
  if (blow === undefined) return []
  const { call, nth, onJournal } = blow.point
  const what = blow.how === 'kill' ? 'signal=SIGKILL' : `error=${blow.how}`
  return [...(onJournal ? ['-P', journal] : []), '-e', `inject=${call}:${what}:when=${nth}`]
}

type Line = { readonly thread: string; readonly call: string; readonly rest: string }

function linesOf(log: string): Line[] {
  return log.split('\n').flatMap((line) => {
    const [, thread = '', call = '', rest = ''] = /^(\d+) +([a-z0-9_]+)\((.*)/.exec(line) ?? []
    return call === '' ? [] : [{ thread, call, rest }]
  })
}

/**
 * Where the disk is changed, or the journal is. Node writes to itself as often as it likes, so a
 * write to another file cannot be counted: the read of what is written next stands for it.
 */
export function changesIn(log: string, journal: string): Point[] {
  const lines = linesOf(log)
  const counts = new Map<string, number>()
  const points: Point[] = []
  let copying = false
  for (const line of lines.filter(({ thread }) => thread === lines[0]!.thread)) {
    const { call, rest } = line
    const onJournal = rest.includes(`<${journal}>`) || rest.includes(`"${journal}"`)
    const nth = count(counts, call)
    if (onJournal) points.push({ call, nth: count(counts, `${call} journal`), onJournal })
    else if (isChange(line) || (copying && isRead(line))) points.push({ call, nth, onJournal })
    copying = copying ? !call.startsWith('f') : call === 'openat' && isChange(line)
  }
  return points
}

function count(counts: Map<string, number>, what: string): number {
  const nth = (counts.get(what) ?? 0) + 1
  counts.set(what, nth)
  return nth
}

function isChange({ call, rest }: Line): boolean {
  if (call === 'openat') return rest.includes('O_CREAT')
  if (call === 'ioctl') return /FICLONE|FIDEDUPERANGE/.test(rest)
  if (call === 'fsync') return !/^[012]</.test(rest)
  return call === 'syncfs' || NAMES.includes(call)
}

/** Of a file of a small tree. */
function isRead({ call, rest }: Line): boolean {
  return call === 'pread64' && /\/dd-(?:crash|pool)-/.test(rest)
}

/** Names that were changed after the blow fell, by the main thread. Undefined: it did not fall. */
export function changesAfter(log: string): string[] | undefined {
  const at = log.indexOf('(INJECTED)')
  if (at === -1) return undefined
  const lines = linesOf(log)
  const rest = linesOf(log.slice(at)).filter(({ thread }) => thread === lines[0]!.thread)
  return rest.filter((line) => NAMES.includes(line.call)).map(({ call, rest }) => `${call}(${rest}`)
}
