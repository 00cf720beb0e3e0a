import { constants } from 'node:os'
import { Interrupted } from './exit.js'

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Signals that ask a command to end, for one that ends in its own time. */
export type Signals = {
  /** @throws {Interrupted} if there was one: status 128 + its number */
  readonly check: (message: string) => void
  /** Signals do what they always did again. */
  readonly release: () => void
}

/**
 * A signal that comes again so soon, in milliseconds, is still the same one: `timeout` sends it to a
 * process and to its group, which the process is in. Nobody presses Ctrl-C twice in that time.
 */
const SAME_MS = 200

/**
 * Answer the first SIGINT, SIGTERM or SIGHUP by `stop`, which gets its number, and leave a second
 * one to the system.
 * SIGIO is ignored: it comes when a file is opened in the moment that we ask who has it open.
 */
export function onSignals(stop: (signal: number) => void): Signals {
  let first: NodeJS.Signals | undefined
  const answer = (signal: NodeJS.Signals) => {
    if (first !== undefined) return
    first = signal
    leave(ENDING.filter((name) => name !== signal))
    setTimeout(release, SAME_MS).unref()
    stop(constants.signals[signal])
  }
  const leave = (names: readonly NodeJS.Signals[]) =>
    names.forEach((name) => process.removeListener(name, answer))
  const release = () => leave(ENDING)
  const ignore = () => {}
  ENDING.forEach((signal) => process.on(signal, answer))
  process.on('SIGIO', ignore)
  return {
    check: (message) => {
      if (first) throw new Interrupted(constants.signals[first], message)
    },
    release: () => {
      release()
      process.removeListener('SIGIO', ignore)
    },
  }
}
