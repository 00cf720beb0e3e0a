// dd-prefix as one would write it if neither time nor memory mattered: all pairs, all bytes.

/** `a is the beginning of b`, `a equals b`, `a is empty`: what there is to find, in words, sorted. */
export function naivePrefix(
  files: readonly (readonly [path: string, content: Buffer])[],
  trims: boolean,
): string[] {
  const all = files.map(([path, content]) => ({
    path,
    size: content.length,
    bytes: trims ? trimmed(content) : content,
  }))
  const found: string[] = []
  const [empty, full] = [all.filter(({ size }) => size === 0), all.filter(({ size }) => size > 0)]
  for (const { path } of empty) found.push(`${path} is empty`)
  for (const a of full) {
    const wholes = full.filter((b) => isBeginning(a, b)).sort(largestFirst)
    if (wholes[0]) found.push(`${a.path} (${a.bytes.length}) begins ${wholes[0].path}`)
    for (const b of full)
      if (a.path < b.path && isSame(a, b)) found.push(`${a.path} equals ${b.path}`)
  }
  return found.sort()
}

type File = { readonly path: string; readonly size: number; readonly bytes: Buffer }

const startsWith = (b: File, a: File) => b.bytes.subarray(0, a.bytes.length).equals(a.bytes)

const isSame = (a: File, b: File) => a.size === b.size && a.bytes.equals(b.bytes)

/** Of two that only differ in zeros that were left out, the one with fewer is the beginning; one with none is whole. */
function isBeginning(a: File, b: File): boolean {
  if (a.bytes.length !== b.bytes.length) return a.bytes.length < b.bytes.length && startsWith(b, a)
  return a.bytes.equals(b.bytes) && rank(a) < rank(b)
}

const rank = ({ size, bytes }: File) => (size === bytes.length ? Infinity : size)

function largestFirst(a: File, b: File): number {
  const byRank = rank(a) === rank(b) ? 0 : rank(b) - rank(a)
  return b.bytes.length - a.bytes.length || byRank || (a.path < b.path ? -1 : 1)
}

function trimmed(content: Buffer): Buffer {
  let length = content.length
  while (length > 0 && content[length - 1] === 0) length--
  return length === 0 ? content : content.subarray(0, length)
}
