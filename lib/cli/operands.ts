import { readFileSync, readlinkSync } from 'node:fs'
import { UsageError } from './exit.js'
import { quoteText } from './message.js'

/** What Node puts in the place of bytes that are not UTF-8. */
const LOST = '\ufffd'

/**
 * The bytes of names that were typed. Node decodes its arguments as UTF-8 and loses other bytes;
 * where it did, they are taken from the system's own copy of the command line.
 * @param typed in the order in which they were typed
 * @param commandLine that copy, each argument as it was typed
 * @throws {UsageError} an empty one; or the bytes cannot be told: two arguments look alike and are not
 */
export function operandBytes(
  typed: readonly string[],
  commandLine: () => readonly Buffer[] = readCommandLine,
): Buffer[] {
  if (typed.includes('')) throw new UsageError('an operand is empty: an unset variable?')
  const lossy = typed.filter((name) => name.includes(LOST))
  if (lossy.length === 0) return typed.map((name) => Buffer.from(name))
  const exact = alike(commandLine())
  for (const [name, bytes] of exact) checkTold(name, bytes, lossy)
  return typed.map((name) => exact.get(name)?.shift() ?? Buffer.from(name))
}

function alike(args: readonly Buffer[]): Map<string, Buffer[]> {
  const found = new Map<string, Buffer[]>()
  for (const arg of args) found.set(arg.toString(), [...(found.get(arg.toString()) ?? []), arg])
  return found
}

/** One of them may be the value of a flag, and commander does not say which. */
function checkTold(name: string, bytes: readonly Buffer[], lossy: readonly string[]): void {
  const wanted = lossy.filter((other) => other === name).length
  const same = bytes.every((other) => other.equals(bytes[0]!))
  if (wanted === 0 || wanted === bytes.length || same) return
  throw new UsageError(`${quoteText(name)}: not UTF-8, and not the only such argument`)
}

function readCommandLine(): Buffer[] {
  try {
    const args = readFileSync('/proc/self/cmdline', 'latin1').split('\0').slice(0, -1)
    return args.flatMap(withValue).map((arg) => Buffer.from(arg, 'latin1'))
  } catch {
    return [] // macOS, where names are UTF-8
  }
}

/** `--flag=value` is typed in one and parsed as two. */
function withValue(arg: string): string[] {
  const value = /^--[a-z-]+=(.*)$/s.exec(arg)?.[1]
  return value === undefined ? [arg] : [arg, value]
}

/**
 * The bytes of the current directory: absolute, without symlinks.
 * @throws {Error} it was removed
 */
export function workingDirectory(): Buffer {
  try {
    const text = process.cwd()
    return text.includes(LOST) ? readlinkSync('/proc/self/cwd', 'buffer') : Buffer.from(text)
  } catch (cause) {
    throw new Error('the current directory is gone', { cause })
  }
}
