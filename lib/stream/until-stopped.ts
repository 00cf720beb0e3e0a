import { setImmediate as turn } from 'node:timers/promises'

/**
 * Batches as they come, until it is stopped: also while the next one is waited for, which is then left
 * to itself. Between two of them a signal can be heard, however fast they come.
 */
export async function* untilStopped<T>(
  batches: AsyncGenerator<T>,
  stop: AbortSignal,
): AsyncGenerator<T> {
  let onStop = () => {}
  const stopped = new Promise<undefined>((resolve) => {
    onStop = () => resolve(undefined)
  })
  stop.addEventListener('abort', onStop)
  try {
    while (!stop.aborted) {
      const next = await Promise.race([batches.next(), stopped])
      if (next === undefined || next.done) return
      yield next.value
      await turn()
    }
  } finally {
    stop.removeEventListener('abort', onStop)
    // Not waited for: what it waits for itself may never come.
    batches.return(undefined).catch(() => {})
  }
}
