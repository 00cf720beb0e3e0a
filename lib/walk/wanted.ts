import type { FileStat } from '../fs/file-stat.js'
import { fromLatin1 } from '../stream/from-latin1.js'
import type { Directory } from './directory.js'
import type { Job } from './job.js'
import { latin1Fields } from './latin1-path.js'
import type { Rules } from './rules.js'

type Wanting = Pick<Job<unknown>, 'rules' | 'fault'>

/** Is this regular file to be found? One that a record cannot hold is not, and is a fault. */
export function isWanted(
  dir: Directory,
  name: string,
  stat: FileStat,
  { rules, fault }: Wanting,
): boolean {
  if (!isSelected(dir, name, stat, rules)) return false
  const cause = unfit(stat)
  if (cause !== undefined)
    fault({ doing: 'record', path: latin1Fields(`${dir.path}/${name}`), cause })
  return cause === undefined
}

function isSelected(dir: Directory, name: string, stat: FileStat, rules: Rules): boolean {
  const { minSize, maxSize, newer, older, oneFileSystem, named } = rules
  const size = Number(stat.size)
  if (size < minSize || size > maxSize) return false
  if (newer !== undefined && stat.mtimeNs < newer) return false
  if (older !== undefined && stat.mtimeNs >= older) return false
  if (oneFileSystem && stat.dev !== dir.dev) return false
  return !isExcluded(dir, name, '', rules) && (named?.(fromLatin1(dir.below + name)) ?? true)
}

const MAX_SIZE = BigInt(Number.MAX_SAFE_INTEGER)
const MAX_TIME = 10n ** 20n

/** Why a record cannot hold these numbers; such files are sparse, or their times made up. */
function unfit({ size, mtimeNs }: FileStat): string | undefined {
  if (size > MAX_SIZE) return 'larger than 2^53-1 bytes'
  return mtimeNs >= MAX_TIME || mtimeNs <= -MAX_TIME ? 'modified at no sensible time' : undefined
}

/** Is this directory to be entered, as far as its name, depth and device go? */
export function isEntered(
  dir: Directory,
  name: string,
  stat: Pick<FileStat, 'dev'>,
  rules: Rules,
): boolean {
  if (dir.depth + 1 >= rules.maxDepth) return false
  if (rules.oneFileSystem && stat.dev !== dir.dev) return false
  return !isExcluded(dir, name, '/', rules)
}

/** @param end a slash behind a directory, as patterns that end in one want it */
function isExcluded(dir: Directory, name: string, end: '' | '/', { excluded }: Rules): boolean {
  return excluded !== undefined && excluded(fromLatin1(dir.below + name) + end)
}

/** Names with a dot in front. */
export function isHidden(name: string): boolean {
  return name.charCodeAt(0) === 0x2e
}
