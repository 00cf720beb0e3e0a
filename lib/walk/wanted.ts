import { nanoseconds, type FileStat } from '../fs/file-stat.js'
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
  if (stat.size < minSize || stat.size > maxSize) return false
  if (newer !== undefined && nanoseconds(stat.mtime, stat.mtimeNs) < newer) return false
  if (older !== undefined && nanoseconds(stat.mtime, stat.mtimeNs) >= older) return false
  if (oneFileSystem && stat.dev !== dir.dev) return false
  return !isExcluded(dir, name, '', rules) && (named?.(fromLatin1(dir.below + name)) ?? true)
}

/** Seconds: as nanoseconds they have 20 digits. */
const MAX_TIME = 1e11

/** Why a record cannot hold these numbers; such files are sparse, or their times made up. */
function unfit({ size, mtime, mtimeNs }: FileStat): string | undefined {
  if (size > Number.MAX_SAFE_INTEGER) return 'larger than 2^53-1 bytes'
  const isFar = mtime >= MAX_TIME || mtime < -MAX_TIME || (mtime === -MAX_TIME && mtimeNs === 0)
  return isFar ? 'modified at no sensible time' : undefined
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
