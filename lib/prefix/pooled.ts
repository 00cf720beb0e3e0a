/** Run a job for each item, so many at a time, and resolve when all are done. Items are made when they are needed. */
export async function pooled<T>(
  items: Iterable<T>,
  limit: number,
  run: (item: T) => Promise<void>,
): Promise<void> {
  const active = new Set<Promise<void>>()
  for (const item of items) {
    const job = run(item).finally(() => active.delete(job))
    active.add(job)
    if (active.size >= limit) await Promise.race(active)
  }
  await Promise.all(active)
}
