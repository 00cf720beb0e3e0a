import { connected, Leaders } from './connected.js'
import { inodeKey, type FileRecord, type Stat } from './file.js'
import type { Files } from './group.js'
import { elsewhere } from './host.js'
import { splitBy } from './split-by.js'

/** What tells a view of a file from another file; as a record has it, or as numbers. */
type Seen = {
  readonly [F in 'ino' | 'size' | 'mtimeNs' | 'ctimeNs']: Stat[F] | bigint | number
} & { readonly host?: string | undefined }

/**
 * A file may be seen on several devices, where one file system shows what is on another: an overlay
 * beside its layers, bindfs, a snapshot. Then inode, size and both times agree, to the nanosecond; for
 * two files that does not happen by chance. What is equal here on two devices is one file.
 */
export function viewKey(file: Seen): string {
  const { ino, size, mtimeNs, ctimeNs } = file
  const host = elsewhere(file)
  const view = `${ino} ${size} ${mtimeNs} ${ctimeNs}`
  return host === undefined ? view : `${view} ${host}`
}

/**
 * Cut a list into the names of one file each: hard links, and views of it on other devices.
 * @param keyOf the same for names of one file on one device
 */
export function splitByFile(
  files: readonly FileRecord[],
  keyOf: (file: FileRecord) => string = inodeKey,
): FileRecord[][] {
  if (areOnOneDevice(files)) return splitBy(files, keyOf)
  return connected(files, (file) => [keyOf(file), viewKey(file)])
}

/**
 * The same as numbers, for lists of any length: for each file the place of the first name that the list
 * has of it, with a few bytes for each.
 */
export function firstNames(files: Files): Uint32Array {
  const leaders = new Leaders(files.length)
  join(leaders, files, inodeKey)
  if (!areOnOneDevice(files)) join(leaders, files, viewKey)
  return new Uint32Array(files.length).map((_, place) => leaders.of(place))
}

function join(leaders: Leaders, files: Files, keyOf: (file: FileRecord) => string): void {
  const firsts = new Map<string, number>()
  let place = 0
  for (const file of files) {
    const key = keyOf(file)
    const first = firsts.get(key)
    if (first === undefined) firsts.set(key, place)
    else leaders.join(first, place)
    place++
  }
}

/** Then no file has views of it in the list, but hard links. */
export function areOnOneDevice(files: Files): boolean {
  const first = files.at(0)
  for (const file of files)
    if (file.dev !== first!.dev || elsewhere(file) !== elsewhere(first!)) return false
  return true
}
