import type { EmptyRecord } from '../record/empty.js'
import { counted } from '../record/counted.js'
import type { Section } from './section.js'
import { shownPath } from './shown-path.js'

/** The names of empty files. */
export function emptySection(): Section<EmptyRecord> {
  let files = 0
  return {
    heading: 'Empty files:',
    lines: ({ file }) => {
      files++
      return [shownPath(file)]
    },
    summary: () => counted(files, 'empty file'),
  }
}
