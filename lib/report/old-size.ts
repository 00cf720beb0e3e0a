const UNITS = [' B', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB']

/** Bytes as killdupes wrote them, eight characters: `  0.0  B`, `999.0  B`, `  1.0 KB`. */
export function oldSize(bytes: number): string {
  let [size, unit] = [bytes, 0]
  for (; size > 999; unit++) size /= 1024
  return `${tenths(size).padStart(5)} ${UNITS[unit]}`
}

/** As %.1f of C: what is half-way goes to the even digit, where toFixed goes up. */
function tenths(size: number): string {
  return (size % 1 === 0.25 ? size - 0.05 : size).toFixed(1)
}
