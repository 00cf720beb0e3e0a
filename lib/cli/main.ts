import { fstatSync } from 'node:fs'
import { constants } from 'node:os'
import type { Readable, Writable } from 'node:stream'
import { isatty } from 'node:tty'
import { CommanderError, type Command } from 'commander'
import { endPlainly, endsAtOnce } from '../fs/native/native.js'
import { wholeWrites } from '../fs/whole-writes.js'
import { BadInput, type OnFault } from '../record/fault.js'
import type { PathFields } from '../record/path.js'
import { BadRecord } from '../record/shape.js'
import { isOutOfDescriptors } from '../record/system-error.js'
import { visible } from '../record/visible.js'
import { BadLine } from '../stream/read-blocks.js'
import { writeAll } from '../stream/write-lines.js'
import { inputOf } from './command.js'
import { EXIT, Interrupted, UsageError } from './exit.js'
import { checkOwnHost } from './host-arg.js'
import { message } from './message.js'
import { clearBar } from './progress.js'

/** What the world gives a command; a test passes its own. */
export type Std = {
  readonly argv: readonly string[]
  /** Opened when it is asked for, which takes milliseconds: only by a body that reads it. */
  readonly stdin: Readable
  readonly stdout: Writable
  readonly stderr: Writable
}

export type Context<Options> = {
  /** Flags as commander names them: `--by` is `by`, `--no-hidden` is `hidden: false`. */
  readonly options: Options
  /** Arguments that are not flags. */
  readonly operands: readonly string[]
  /** The command and its arguments, as they were typed. */
  readonly commandLine: readonly string[]
  readonly stdin: Readable
  readonly stdout: Writable
  readonly stderr: Writable
  /**
   * One input failed: a line on stderr now, and status 1 in the end.
   * @throws the cause, where it is that too much is open
   */
  readonly fault: OnFault
  /** See `requirePipe`: for a command that reads what `command` was told. */
  readonly needInput: () => void
  /** A line on stderr that changes no status. */
  readonly note: (text: string) => void
}

export type Body<Options> = (context: Context<Options>) => Promise<void>

/** Run one command and turn whatever happens into an exit status. Never throws. */
export async function run<Options>(
  command: Command,
  body: Body<Options>,
  std: Std,
): Promise<number> {
  const name = command.name()
  const { stdout, stderr } = std
  let status: number = EXIT.ok
  const fault: OnFault = ({ doing, path, cause }) => {
    if (isOutOfDescriptors(cause)) throw cause // no fault of this input: the next one fails as well
    status = EXIT.partial
    clearBar(stderr)
    stderr.write(message(name, doing, path, cause))
  }
  const note = (text: string) => {
    clearBar(stderr)
    stderr.write(`${name}: ${visible(text)}\n`)
  }
  let stdin: Readable | undefined
  stdout.on('error', () => {}) // each write reports its own failure
  stderr.on('error', () => {}) // there is nowhere left to say so
  try {
    if (!(await understand(command, std))) return EXIT.ok
    const options = command.opts() as Options
    checkOwnHost()
    await body({
      options,
      operands: command.args,
      commandLine: [name, ...std.argv],
      get stdin() {
        return (stdin = std.stdin)
      },
      needInput: () => requirePipe((stdin = std.stdin), inputOf(command) ?? ''),
      ...{ stdout, stderr, fault, note },
    })
    return status
  } catch (error) {
    if (isBrokenPipe(error)) return status // the reader has what it wants: `dd-walk / | head -n1`
    const [doing, exit] = verdict(error)
    const stream = brokenStream(error, stdin, stdout)
    stderr.write(message(name, ...(stream ?? whatFailed(doing, error)), plain(error)))
    if (exit === EXIT.usage) stderr.write(`Try '${name} --help' or 'man ${name}'.\n`)
    return exit
  }
}

/**
 * Take the arguments apart. False: they ask for the help or the version, which is written then.
 * @throws {CommanderError} bad usage; {NodeJS.ErrnoException} it cannot be written
 */
async function understand(command: Command, { argv, stdout }: Std): Promise<boolean> {
  let told = ''
  command.configureOutput({
    writeOut: (text) => void (told += text),
    writeErr: () => {}, // worded where it is caught, like every other failure
  })
  try {
    command.parse([...argv], { from: 'user' })
    return true
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    const input = inputOf(command)
    if (error.code === 'commander.excessArguments' && input !== undefined)
      throw new UsageError(`too many arguments: it reads standard input: ${input}`)
    if (error.exitCode !== 0) throw error
    await writeAll(stdout, told)
    return false
  }
}

/** The only place that touches `process`; the one statement of every file in bin/. */
export async function main<Options>(command: Command, body: Body<Options>): Promise<void> {
  endPlainly()
  let opened: Readable | undefined
  const stdout = takesWholeWrites(1) ? wholeWrites(1) : process.stdout
  const { stderr } = process
  process.exitCode = await run(command, body, {
    argv: process.argv.slice(2),
    get stdin() {
      return (opened = process.stdin)
    },
    ...{ stdout, stderr },
  })
  opened?.destroy() // stdin that nobody read to the end would keep the process alive
  await Promise.all([stdout, stderr].map(allTaken))
  if (endsAtOnce()) process.exit()
}

/** Resolves when a stream has taken all that it was given, or has failed. */
function allTaken(out: Writable): Promise<void> {
  return new Promise((resolve) => void out.write('', () => resolve()))
}

/** A file, or a device: also the stream of Node for those does not know afterwards that it is broken. */
function takesWholeWrites(fd: number): boolean {
  const stat = fstatSync(fd)
  return stat.isFile() || (stat.isCharacterDevice() && !isatty(fd))
}

/**
 * Refuse a stdin that can bring no records: a terminal (somebody forgot the pipe), a directory.
 * Node itself would read a directory as an empty stream.
 * @param hint what to pipe in
 * @throws {UsageError}
 */
export function requirePipe(stdin: Readable, hint: string): void {
  if (stdin !== process.stdin) return
  if (process.stdin.isTTY) throw new UsageError(`nothing piped in: ${hint}`)
  if (fstatSync(0).isDirectory()) throw new UsageError(`standard input is a directory: ${hint}`)
}

function isBrokenPipe(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | null)?.code === 'EPIPE'
}

function verdict(error: unknown): [doing: string, exit: number] {
  if (error instanceof UsageError || error instanceof CommanderError) return ['usage', EXIT.usage]
  if (error instanceof BadLine || error instanceof BadRecord) return ['stdin', EXIT.input]
  if (error instanceof BadInput) return ['refused', EXIT.input]
  if (error instanceof Interrupted) return ['interrupted', 128 + error.signal]
  return ['stopped', EXIT.io]
}

type Failed = readonly [doing: string, path: PathFields | undefined]

/** The system does not say which file it was: a disk that is full may be that of another. */
function brokenStream(
  error: unknown,
  stdin: Readable | undefined,
  stdout: Writable,
): Failed | undefined {
  if (error === stdout.errored) return ['write standard output', undefined]
  return stdin && error === stdin.errored && !(error instanceof Interrupted)
    ? ['read standard input', undefined]
    : undefined
}

/** `open "/srv/run.csv"`, where the system said which name it was about; not for names of ours. */
function whatFailed(doing: string, error: unknown): Failed {
  const { path, syscall } = error as NodeJS.ErrnoException
  if (isOutOfDescriptors(error)) return [doing, undefined] // whichever it was
  if (syscall === undefined || path === undefined || path.startsWith('/proc/self/fd/'))
    return [doing, undefined]
  return [syscall, { path }]
}

/** commander's message starts with `error: ` and may hold the suggestion on a second line. */
function plain(error: unknown): unknown {
  if (!(error instanceof CommanderError)) return error
  return error.message.replace(/^error: /, '').replace(/\n/g, ' ')
}

/** The number of a signal by its name, as in 128 + n. */
export function signalNumber(name: NodeJS.Signals): number {
  return constants.signals[name]
}
