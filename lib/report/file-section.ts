import type { FileRecord } from '../record/file.js'
import { formatSize } from '../record/format-size.js'
import { counted } from '../record/counted.js'
import type { Section } from './section.js'
import { shownPath } from './shown-path.js'
import { shownTime } from './shown-time.js'

/** Size, time and name of each file. Hard links are counted as often as they come. */
export function fileSection(): Section<FileRecord> {
  let [files, bytes] = [0, 0]
  return {
    heading: 'Files:',
    lines: (file) => {
      files++
      bytes += file.size
      const size = formatSize(file.size).padStart(10)
      return [`${size}  ${shownTime(file.mtimeNs)}  ${shownPath(file)}`]
    },
    summary: () => `${counted(files, 'file')}: ${formatSize(bytes)}`,
  }
}
