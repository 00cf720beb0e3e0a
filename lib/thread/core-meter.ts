/** How busy this process was. */
export type CoreUse = {
  /** How long it was looked at, in milliseconds. */
  readonly ms: number
  /** Cores that it kept busy, on average. */
  readonly cores: number
}

/** Look at this process from now on. @returns how busy it has been since */
export function coreMeter(): () => CoreUse {
  const [start, before] = [process.hrtime.bigint(), process.cpuUsage()]
  return () => {
    const { user, system } = process.cpuUsage(before)
    const ms = Number(process.hrtime.bigint() - start) / 1e6
    return { ms, cores: (user + system) / 1000 / ms }
  }
}
