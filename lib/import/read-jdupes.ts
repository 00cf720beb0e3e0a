import type { OnFault } from '../record/fault.js'
import { inodeKey, type FileRecord } from '../record/file.js'
import type { GroupRecord } from '../record/group.js'
import { absolutePath, pathFields, type PathFields } from '../record/path.js'
import { BadLine } from '../stream/read-blocks.js'
import { FileFinder } from './find-file.js'
import { JdupesParser, type JdupesSet } from './jdupes-parser.js'
import { legible, spellings } from './jdupes-spelling.js'
import { probableFlag } from './probable.js'

export type JdupesOptions = {
  /** Where jdupes ran, absolute and normal; undefined refuses relative paths. */
  readonly base: Buffer | undefined
  readonly fault: OnFault
  readonly note: (text: string) => void
  /** Is a path, where nothing is, one that an interrupted run took away? */
  readonly isLost?: (path: Buffer) => boolean
}

/**
 * The sets of `jdupes --json` as groups, in batches, each path looked at on disk. What is not a
 * regular file of the recorded size any more is a fault and left out; a set without two inodes is
 * dropped. The groups have no digest: nothing but jdupes' word says that their files are equal.
 * @throws {BadLine} not that JSON, cut short, or a relative path without `base`
 */
export async function* readJdupes(
  input: AsyncIterable<Buffer>,
  options: JdupesOptions,
): AsyncGenerator<GroupRecord[]> {
  const { base, note } = options
  const finder = new FileFinder(base ?? ROOT)
  const parser = new JdupesParser((commandLine) => {
    const flag = probableFlag(commandLine)
    if (flag) note(`jdupes ran with ${flag} and compared little: dd-apply compares every byte`)
  })
  const toGroup = (set: JdupesSet) => {
    if (base === undefined) refuseRelative(set)
    return groupOf(set, finder, options)
  }
  for await (const chunk of input)
    yield parser
      .write(chunk)
      .map(toGroup)
      .filter((group) => group !== undefined)
  parser.end()
}

const ROOT = Buffer.from('/')

/** @throws {BadLine} */
function refuseRelative({ paths, line }: JdupesSet): void {
  const relative = paths.find((path) => !path.startsWith('/'))
  if (relative === undefined) return
  const where = 'say with --base DIR where jdupes ran'
  throw new BadLine(line, `the path ${JSON.stringify(relative)} is relative: ${where}`)
}

function groupOf(
  set: JdupesSet,
  finder: FileFinder,
  { base = ROOT, fault, isLost }: JdupesOptions,
): GroupRecord | undefined {
  const lost: PathFields[] = []
  const files = set.paths.flatMap((printed): FileRecord[] => {
    try {
      return [finder.find(printed, set.size)]
    } catch (cause) {
      const names = isGone(cause) ? spellings(printed).map((name) => absolutePath(name, base)) : []
      const name = names.find((name) => isLost?.(name))
      if (name) lost.push(pathFields(name))
      else fault({ doing: 'import', path: legible(printed), cause })
      return []
    }
  })
  const enough = new Set(files.map(inodeKey)).size > (lost.length > 0 ? 0 : 1)
  const group = { type: 'group', size: set.size, files } as const
  return enough ? { ...group, ...(lost.length > 0 && { lost }) } : undefined
}

function isGone(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT'
}
