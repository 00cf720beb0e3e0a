import { onSignals } from './signals.js'

export type Stopping = {
  /** Aborted by the first SIGINT, SIGTERM or SIGHUP. */
  readonly signal: AbortSignal
  /** @throws {Interrupted} if there was one: status 128 + its number */
  readonly check: (message: string) => void
}

/** @param wanted false: signals do what they always do, and end the process at once */
export function stopOnSignal(wanted: boolean): Stopping {
  const stop = new AbortController()
  if (!wanted) return { signal: stop.signal, check: () => {} }
  const signals = onSignals(() => stop.abort())
  return {
    signal: stop.signal,
    check: (message) => {
      signals.release()
      signals.check(message)
    },
  }
}
