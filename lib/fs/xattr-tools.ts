import { spawnSync, type StdioOptions } from 'node:child_process'

/** How a tool reaches a file that is open here: it inherits it as descriptor 3. */
const OPEN_FILE = '/proc/self/fd/3'

const READ = ['--absolute-names', '-m', '-', '-d', '-e', 'base64', OPEN_FILE]

/**
 * What `Native.xattrs` gives, from getfattr(1), for machines without koffi: names and values in one
 * comparable string.
 * @returns undefined where getfattr is not installed, or failed
 */
export function xattrsByTool(fd: number): string | undefined {
  const { status, stdout } = spawnSync('getfattr', READ, { stdio: inherit(fd), encoding: 'utf8' })
  return status === 0 ? JSON.stringify(parseDump(stdout)) : undefined
}

/** Lines of getfattr's dump: `user.a=0sQUJD`; bytes that are no text are octal in names. */
export function parseDump(text: string): [name: string, base64: string][] {
  const found = text.split('\n').flatMap((line): [string, string][] => {
    const [, name, value] = /^([^#=][^=]*)=(?:0s(.*)|"")$/.exec(line) ?? []
    return name === undefined ? [] : [[plain(name), value ?? '']]
  })
  return found.sort(([a], [b]) => (a < b ? -1 : 1))
}

function plain(name: string): string {
  const bytes = name.replace(/\\(\d{3})/g, (_, octal) => String.fromCharCode(parseInt(octal, 8)))
  return bytes === name ? name : Buffer.from(bytes, 'latin1').toString('utf8')
}

/** What setfattr says, and the code that the kernel gave it. */
const CODES: readonly [words: string, code: string][] = [
  ['not permitted', 'EPERM'],
  ['not supported', 'ENOTSUP'],
  ['No space', 'ENOSPC'],
  ['quota', 'EDQUOT'],
  ['too long', 'E2BIG'],
  ['out of range', 'ERANGE'],
  ['Invalid argument', 'EINVAL'],
  ['denied', 'EACCES'],
]

/**
 * Set one attribute with setfattr(1).
 * @throws {NodeJS.ErrnoException} in the words of setfattr, or ENOTSUP: it is not installed
 */
export function setXattrByTool(fd: number, name: string, value: Buffer): void {
  const text = value.length === 0 ? '""' : `0s${value.toString('base64')}` // "0s" alone sets nothing
  const args = ['-n', name, '-v', text, OPEN_FILE]
  const { status, stderr, error } = spawnSync('setfattr', args, {
    stdio: inherit(fd),
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  })
  if (error) throw coded('neither koffi nor setfattr(1) is there', 'ENOTSUP')
  if (status === 0) return
  const code = CODES.find(([words]) => stderr.includes(words))?.[1] ?? 'EIO'
  throw coded(stderr.trim(), code)
}

function coded(message: string, code: string): Error {
  return Object.assign(new Error(message), { code })
}

function inherit(fd: number): StdioOptions {
  return ['ignore', 'pipe', 'pipe', fd]
}
