import type { Name } from './name.js'

/** How many names of a set are on each device: counted when that is first asked for, and once. */
export class Devices {
  readonly #set: readonly Name[]
  #counts: Map<string, number> | undefined

  constructor(set: readonly Name[]) {
    this.#set = set
  }

  /** Names of the set that are on a device on which one of these is. */
  near(names: readonly Name[]): number {
    const counts = (this.#counts ??= countByDevice(this.#set))
    const devices = new Set(names.map(({ file }) => file.dev))
    return [...devices].reduce((sum, dev) => sum + (counts.get(dev) ?? 0), 0)
  }
}

function countByDevice(names: readonly Name[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { file } of names) counts.set(file.dev, (counts.get(file.dev) ?? 0) + 1)
  return counts
}
