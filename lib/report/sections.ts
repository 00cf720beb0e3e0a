import type { RecordType } from '../record/record-type.js'
import type { AnyRecord } from './any-record.js'
import { emptySection } from './empty-section.js'
import { fileSection } from './file-section.js'
import { groupSection } from './group-section.js'
import { partialSection } from './partial-section.js'
import { resultSection } from './result-section.js'
import type { Section } from './section.js'
import { stepSection } from './step-section.js'

/** One section for each type of record. */
export type Sections = {
  readonly [type in RecordType]: Section<Extract<AnyRecord, { readonly type: type }>>
}

export function openSections(): Sections {
  return {
    file: fileSection(),
    group: groupSection(),
    partial: partialSection(),
    empty: emptySection(),
    step: stepSection(),
    result: resultSection(),
  }
}

/** A record as lines of its section. */
export function linesOf(sections: Sections, record: AnyRecord): Iterable<string> {
  switch (record.type) {
    case 'file':
      return sections.file.lines(record)
    case 'group':
      return sections.group.lines(record)
    case 'partial':
      return sections.partial.lines(record)
    case 'empty':
      return sections.empty.lines(record)
    case 'step':
      return sections.step.lines(record)
    case 'result':
      return sections.result.lines(record)
  }
}
