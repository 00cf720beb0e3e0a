const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

/** Median, fastest and slowest run in seconds, each for one of `each` things. */
export function spread({ seconds }, each = 1) {
  const [middle, min, max] = [median(seconds), Math.min(...seconds), Math.max(...seconds)]
  return { median: middle / each, min: min / each, max: max / each }
}

/**
 * The rows of a result with what follows from them: for each cache ("warm", "cold") that was run, the
 * spread, the ratio (how many times our time the other takes), and whether the limit is kept.
 */
export function judged({ rows }) {
  return rows.map((row) => {
    const caches = {}
    for (const cache of ['warm', 'cold']) {
      if (!row[cache]) continue
      const ours = spread(rows[0][cache], rows[0].each)
      const theirs = spread(row[cache], row.each)
      const ratio = row === rows[0] ? undefined : theirs.median / ours.median
      const limit = typeof row.limit === 'object' ? row.limit[cache] : row.limit
      const kept = ratio && limit ? ratio * limit >= 1 : undefined
      caches[cache] = { ...theirs, ratio, limit, kept }
    }
    const peaks = [row.warm, row.cold].filter((runs) => runs?.peak).map(({ peak }) => peak)
    const peak = peaks.length > 0 ? Math.max(...peaks) : undefined
    return {
      ...row,
      caches,
      peak,
      peakKept: row.peakLimit && peak ? peak <= row.peakLimit : undefined,
    }
  })
}
