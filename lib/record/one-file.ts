import { connected, Leaders } from './connected.js'
import { inodeKey, type FileRecord } from './file.js'
import type { Files } from './group.js'
import { elsewhere } from './host.js'
import { splitBy } from './split-by.js'

/** What tells a view of a file from another file. */
type Seen = Pick<FileRecord, 'dev' | 'ino' | 'size' | 'mtimeNs' | 'ctimeNs'> & {
  readonly host?: string | undefined
}

/** The same for all views of a file. */
export function viewKey(file: Seen): string {
  const { ino, size, mtimeNs, ctimeNs } = file
  const host = elsewhere(file)
  const view = `${ino} ${size} ${mtimeNs} ${ctimeNs}`
  return host === undefined ? view : `${view} ${host}`
}

/**
 * Cut a list into the names of one file each: hard links, and views of it. A file may be seen on
 * several devices, where one file system shows what is on another: an overlay beside its layers,
 * bindfs. Then inode number, size and both times agree. On two disks that were filled by one program
 * they may agree, too, where clocks tick slowly; so one of the devices must be such a file system.
 * @param isStacked may it show what is on another device? Asked only where all those agree
 * @param keyOf the same for names of one file on one device
 */
export function splitByFile<T extends Seen>(
  files: readonly T[],
  isStacked: (file: T) => boolean,
  keyOf: (file: T) => string = inodeKey,
): T[][] {
  const views = viewsIn(files, isStacked)
  if (views.size === 0) return splitBy(files, keyOf)
  return connected(files, (file) => {
    const view = viewKey(file)
    return views.has(view) ? [keyOf(file), view] : [keyOf(file)]
  })
}

/**
 * The same as numbers, for lists of any length: for each file the place of the first name that the list
 * has of it, with a few bytes for each.
 */
export function firstNames(files: Files, isStacked: (file: FileRecord) => boolean): Uint32Array {
  const leaders = new Leaders(files.length)
  join(leaders, files, inodeKey)
  const views = viewsIn(files, isStacked)
  if (views.size > 0)
    join(leaders, files, (file) => {
      const view = viewKey(file)
      return views.has(view) ? view : undefined
    })
  return new Uint32Array(files.length).map((_, place) => leaders.of(place))
}

function join(
  leaders: Leaders,
  files: Files,
  keyOf: (file: FileRecord) => string | undefined,
): void {
  const firsts = new Map<string, number>()
  let place = 0
  for (const file of files) {
    const key = keyOf(file)
    const first = key === undefined ? undefined : firsts.get(key)
    if (first !== undefined) leaders.join(first, place)
    else if (key !== undefined) firsts.set(key, place)
    place++
  }
}

/** The keys of those that are seen on several devices. */
function viewsIn<T extends Seen>(files: Iterable<T>, isStacked: (file: T) => boolean) {
  const views = new Set<string>()
  if (areOnOneDevice(files)) return views
  const byView = new Map<string, T>()
  for (const file of files) {
    const key = viewKey(file)
    const other = byView.get(key)
    if (other === undefined) byView.set(key, file)
    else if (other.dev !== file.dev && (isStacked(other) || isStacked(file))) views.add(key)
  }
  return views
}

function areOnOneDevice(files: Iterable<Seen>): boolean {
  let dev: string | undefined
  for (const file of files) {
    dev ??= file.dev
    if (file.dev !== dev) return false
  }
  return true
}
