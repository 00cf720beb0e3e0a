import { HOST_WORDS, isHostName } from '../record/host.js'
import { UsageError } from './exit.js'
import { quoteText } from './message.js'

/** The name of a machine. @throws {UsageError} */
export function hostArg(typed: string): string {
  if (isHostName(typed)) return typed
  throw new UsageError(`${quoteText(typed)} is no name of a machine: ${HOST_WORDS}`)
}

/** @throws {UsageError} what the environment says this machine is called is no name: no record could have it */
export function checkOwnHost(said = process.env.DD_HOST): void {
  if (said && !isHostName(said))
    throw new UsageError(`$DD_HOST ${quoteText(said)} is no name of a machine: ${HOST_WORDS}`)
}
