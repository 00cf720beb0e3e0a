import { createReadStream, fstatSync, openSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { readNames } from '../stream/read-names.js'
import { UsageError } from './exit.js'
import { requirePipe, type Context } from './main.js'
import { quoteText, reason } from './message.js'
import { operandBytes } from './operands.js'

/** What dd-walk is to walk: what was typed, the current directory, or a list of `--files0-from`. */
export function walkNames(
  given: Pick<Context<unknown>, 'operands' | 'stdin' | 'fault'>,
  list: string | undefined,
): readonly Buffer[] | AsyncIterable<readonly Buffer[]> {
  const { operands, fault } = given
  if (list === undefined) return operandBytes(operands.length > 0 ? operands : ['.'])
  if (operands.length > 0)
    throw new UsageError('operands beside --files0-from: put them in the list')
  return readNames(list === '-' ? piped(given.stdin) : opened(list), fault)
}

function piped(stdin: Readable): Readable {
  requirePipe(stdin, 'what find DIR -print0 writes')
  return stdin
}

/** @throws {UsageError} it cannot be read */
function opened(list: string): Readable {
  const [path] = operandBytes([list])
  try {
    const fd = openSync(path!, 'r')
    if (fstatSync(fd).isDirectory()) throw new Error('is a directory')
    const named = (error: Error) => Object.assign(error, { path: list })
    return createReadStream('', { fd }).on('error', named)
  } catch (cause) {
    throw new UsageError(`--files0-from ${quoteText(list)}: ${reason(cause)}`)
  }
}
