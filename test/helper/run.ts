// Real processes for tests.
import { spawn, spawnSync, type SpawnOptions } from 'node:child_process'
import { join } from 'node:path'

/** Where the commands are. */
export const BIN = join(import.meta.dirname, '../../bin')

/**
 * tap would load itself into every process, which doubles the time that one takes; and where SHLVL is not
 * set, as in a service, bash takes our socket for one of rsh, and reads the rc file of HOME.
 */
const BARE = ['-u', 'NODE_OPTIONS', 'SHLVL=1']

export type Ran = {
  status: number | null
  signal: string | null
  stdout: string
  stderr: string
  raw: Buffer
}

/** Run a command of ours with `input` on stdin, to its end. */
export function run(
  name: string,
  args: readonly string[] = [],
  input: string | Buffer = '',
  options: SpawnOptions = {},
): Promise<Ran> {
  return finish(
    spawn('env', [...BARE, process.execPath, join(BIN, `${name}.js`), ...args], options),
    input,
  )
}

/** Run a program, a Node of any version for one, in a directory, to its end. @param vars of its environment */
export function runIn(cwd: string, program: string, args: readonly string[], ...vars: string[]) {
  const all = [...BARE, ...vars, program, ...args]
  const { status, signal, stdout, stderr } = spawnSync('env', all, { cwd, encoding: 'utf8' })
  return { status, signal, stdout, stderr }
}

/** Run a line of shell in which the dd-* commands are found. */
export function shell(
  line: string,
  options: SpawnOptions = {},
  input: string | Buffer = '',
): Promise<Ran> {
  return finish(spawn('env', [...BARE, 'bash', '-c', `${FUNCTIONS}\n${line}`], options), input)
}

const NAMES = 'walk group hash prefix dupes import plan report apply undo'.split(' ')
const FUNCTIONS = NAMES.map(
  (name) =>
    `dd-${name}() { '${process.execPath}' '${BIN}/dd-${name}.js' "$@"; }; export -f dd-${name}`,
).join('\n')

export function finish(child: ReturnType<typeof spawn>, input: string | Buffer): Promise<Ran> {
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout?.on('data', (chunk) => out.push(chunk))
  child.stderr?.on('data', (chunk) => err.push(chunk))
  child.stdin?.on('error', () => {}) // a command that refuses its flags does not read
  child.stdin?.end(input)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status, signal) => {
      const raw = Buffer.concat(out)
      resolve({
        status,
        signal,
        stdout: raw.toString(),
        stderr: Buffer.concat(err).toString(),
        raw,
      })
    })
  })
}

/** The records of an output, read line by line. */
export function records(output: string): any[] {
  return output
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}
