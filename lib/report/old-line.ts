import type { FileRecord } from '../record/file.js'
import { nameFields, type OnHost } from '../record/host.js'
import type { PathFields } from '../record/path.js'
import { oldSize } from './old-size.js'
import { shownPath } from './shown-path.js'
import { oldTime } from './shown-time.js'

/** What a line shows of a file. */
export type Listed = PathFields & OnHost & Pick<FileRecord, 'size' | 'mtimeNs'>

/** No more of a file than that: a report holds many. */
export function listed(file: FileRecord): Listed {
  const { size, mtimeNs } = file
  return { ...nameFields(file), size, mtimeNs }
}

/** A line of killdupes. @param mark `=`: stays, `X`: is too much */
export function oldLine(mark: '=' | 'X', file: Listed): string {
  return ` ${mark}  ${oldSize(file.size)}  ${oldTime(file.mtimeNs)}  ${shownPath(file)}`
}
