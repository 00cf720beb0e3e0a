import { pooled } from './pooled.js'

/**
 * Run a job for each item of each lane: so many at a time as the lane allows, and all lanes at once.
 * @throws whatever a job throws
 */
export async function inLanes<T>(
  lanes: ReadonlyMap<string, Iterable<T>>,
  limitOf: (lane: string) => number,
  run: (item: T, lane: string) => Promise<void>,
): Promise<void> {
  const each = [...lanes].map(([lane, items]) =>
    pooled(items, limitOf(lane), (item) => run(item, lane)),
  )
  await Promise.all(each)
}
