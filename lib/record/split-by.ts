/** Cut a list by a key, in the order in which keys come up. */
export function splitBy<T>(items: Iterable<T>, key: (item: T) => string): T[][] {
  const parts = new Map<string, T[]>()
  for (const item of items) {
    const id = key(item)
    const part = parts.get(id)
    if (part === undefined) parts.set(id, [item])
    else part.push(item)
  }
  return [...parts.values()]
}
