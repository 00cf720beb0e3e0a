const UNITS = 'KMGTPE'

/** Bytes as a person reads them: `0 B`, `999 B`, `1.5 KiB`, `12.0 GiB`. */
export function formatSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const power = Math.min(6, Math.floor(Math.log2(bytes) / 10))
  return `${(bytes / 1024 ** power).toFixed(1)} ${UNITS[power - 1]!}iB`
}
