/** No path is longer. */
const MAX_PATH_BYTES = 4096

/** How lines can be read as names, of which some have line breaks in them. */
export type Joined = {
  /** Ways to read all lines as names; 2 stands for more, too. */
  readonly ways: number
  /** One of them, where there is one. */
  readonly names: readonly string[]
  /** Is any name there that has more than one line? */
  readonly hasBreaks: boolean
}

/**
 * Read lines as names, each of one line or several that follow each other.
 * @param isName asks the disk; it is asked only for what is not too long for a path
 */
export function joinLines(lines: readonly string[], isName: (name: string) => boolean): Joined {
  const ways = Array<number>(lines.length + 1).fill(0)
  const ends = Array<number>(lines.length).fill(0)
  let hasBreaks = false
  ways[lines.length] = 1
  for (let start = lines.length - 1; start >= 0; start--)
    for (const [end, name] of namesFrom(lines, start)) {
      if (!isName(name)) continue
      if (end > start + 1) hasBreaks = true
      if (ways[end] === 0) continue
      ways[start] = Math.min(2, ways[start]! + ways[end]!)
      ends[start] = end
    }
  return { ways: ways[0]!, names: ways[0] === 0 ? [] : follow(lines, ends), hasBreaks }
}

function* namesFrom(
  lines: readonly string[],
  start: number,
): Generator<readonly [end: number, name: string]> {
  let name = lines[start]!
  for (let end = start + 1; name.length <= MAX_PATH_BYTES; end++) {
    yield [end, name]
    if (end === lines.length) return
    name += `\n${lines[end]!}`
  }
}

function follow(lines: readonly string[], ends: readonly number[]): string[] {
  const names: string[] = []
  for (let start = 0; start < lines.length; start = ends[start]!)
    names.push(lines.slice(start, ends[start]).join('\n'))
  return names
}
