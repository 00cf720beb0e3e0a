const PARTS = /^([+-]?\d+)-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)/
const SECOND = 1_000_000_000n

/**
 * `2019-06-01 12:30:59`, UTC; parts of a second are left out.
 * @param ns nanoseconds since 1970, as records have them
 */
export function shownTime(ns: string): string {
  const [year, month, day, time] = parts(ns)
  return `${year}-${month}-${day} ${time}`
}

/** `01.06.2019 12:30:59`, UTC. */
export function oldTime(ns: string): string {
  const [year, month, day, time] = parts(ns)
  return `${day}.${month}.${year} ${time}`
}

/** Twenty digits, the most that a record may have, are far from where Date ends. */
function parts(ns: string): string[] {
  const past = ((BigInt(ns) % SECOND) + SECOND) % SECOND
  const seconds = Number((BigInt(ns) - past) / SECOND)
  const [, year = '', ...rest] = PARTS.exec(new Date(seconds * 1000).toISOString()) ?? []
  const plain = String(Math.abs(Number(year))).padStart(4, '0')
  return [year.startsWith('-') ? `-${plain}` : plain, ...rest]
}
