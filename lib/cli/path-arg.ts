import { readFileSync } from 'node:fs'
import { absolutePath } from '../record/path.js'
import { UsageError } from './exit.js'

/**
 * A path from the command line, made absolute. Node decodes arguments as UTF-8, so the bytes of one
 * that is not are looked up where the kernel keeps them.
 * @throws {UsageError} empty, or bytes that cannot be found out
 */
export function pathArg(typed: string): Buffer {
  if (typed === '') throw new UsageError('a path cannot be empty')
  const raw = typed.includes('\ufffd') ? rawArg(typed) : Buffer.from(typed)
  return absolutePath(raw, Buffer.from(process.cwd()))
}

/** The same for a flag that may be given several times. */
export function pathArgs(typed: string, before: readonly Buffer[] = []): Buffer[] {
  return [...before, pathArg(typed)]
}

function rawArg(typed: string): Buffer {
  const args = readFileSync('/proc/self/cmdline').toString('latin1').split('\0')
  const raw = args.map((arg) =>
    Buffer.from(arg.slice(arg.startsWith('--') ? arg.indexOf('=') + 1 : 0), 'latin1'),
  )
  const found = raw.filter((arg) => arg.toString('utf8') === typed)
  if (found[0] && found.every((arg) => arg.equals(found[0]!))) return found[0]
  throw new UsageError(`the bytes of "${typed}" are not known: use its parent directory`)
}
