import type { GroupRecord } from '../record/group.js'
import { GroupMaker, type ImportOptions } from './group-maker.js'
import { byteNotation } from './notation.js'
import { RmlintParser } from './rmlint-parser.js'
import { readSets } from './set-parser.js'

/**
 * The sets of files in the JSON of rmlint as groups, in batches.
 * @throws {BadLine} not that JSON, or cut short
 */
export function readRmlint(
  input: AsyncIterable<Buffer>,
  options: ImportOptions,
): AsyncGenerator<GroupRecord[]> {
  const maker = new GroupMaker(byteNotation('rmlint'), options)
  const refuse = (printed: string, cause: unknown) => maker.fault(printed, cause)
  return readSets(input, maker, (onSet) => new RmlintParser(onSet, { note: options.note, refuse }))
}
