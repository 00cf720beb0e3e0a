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
 * Read lines as names, each of one line or several that follow each other. Lines that are all names
 * themselves are never joined: what is joined has a line in it that is no name.
 * @param isName asks the disk; it is asked only for what is not too long for a path
 */
export function joinLines(lines: readonly string[], isName: (name: string) => boolean): Joined {
  const alone = lines.map(isName)
  const ways = Array<number>(lines.length + 1).fill(0)
  const ends = Array<number>(lines.length).fill(0)
  let hasBreaks = false
  ways[lines.length] = 1
  const take = (start: number, end: number) => {
    if (ways[end] === 0) return
    ways[start] = Math.min(2, ways[start]! + ways[end]!)
    ends[start] = end
  }
  for (let start = lines.length - 1; start >= 0; start--) {
    if (alone[start]) take(start, start + 1)
    for (const [end, name] of longerNames(lines, alone, start)) {
      if (!isName(name)) continue
      hasBreaks = true
      take(start, end)
    }
  }
  return { ways: ways[0]!, names: ways[0] === 0 ? [] : follow(lines, ends), hasBreaks }
}

function* longerNames(
  lines: readonly string[],
  alone: readonly boolean[],
  start: number,
): Generator<readonly [end: number, name: string]> {
  let name = lines[start]!
  let isPlain = alone[start]!
  for (let at = start + 1; at < lines.length; at++) {
    name += `\n${lines[at]!}`
    isPlain &&= alone[at]!
    if (name.length > MAX_PATH_BYTES) return
    if (!isPlain) yield [at + 1, name]
  }
}

function follow(lines: readonly string[], ends: readonly number[]): string[] {
  const names: string[] = []
  for (let start = 0; start < lines.length; start = ends[start]!)
    names.push(lines.slice(start, ends[start]).join('\n'))
  return names
}
