import { connected } from './connected.js'
import { inodeKey, type FileRecord, type Stat } from './file.js'
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

function areOnOneDevice(files: readonly FileRecord[]): boolean {
  const [first] = files
  return files.every((file) => file.dev === first!.dev && elsewhere(file) === elsewhere(first!))
}
