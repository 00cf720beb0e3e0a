/**
 * Run a job for each item, so many at a time, and resolve when all are done. Items are made when
 * they are needed.
 * @throws whatever a job throws; no other is begun after it
 */
export async function pooled<T>(
  items: Iterable<T>,
  limit: number,
  run: (item: T) => Promise<void>,
): Promise<void> {
  const active = new Set<Promise<void>>()
  for (const item of items) {
    // One that fails stays: it may do so while another is looked at.
    const job: Promise<void> = run(item).then(() => void active.delete(job))
    active.add(job)
    if (active.size >= limit) await Promise.race(active)
  }
  await Promise.all(active)
}
