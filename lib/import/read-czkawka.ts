import type { GroupRecord } from '../record/group.js'
import { CzkawkaParser } from './czkawka-parser.js'
import { GroupMaker, type ImportOptions } from './group-maker.js'
import { byteNotation } from './notation.js'
import { readSets } from './set-parser.js'

/**
 * The groups of `czkawka_cli dup -s HASH`, as JSON, in batches.
 * @throws {BadLine} not that JSON, files that were not compared, or cut short
 */
export function readCzkawka(
  input: AsyncIterable<Buffer>,
  options: ImportOptions,
): AsyncGenerator<GroupRecord[]> {
  const maker = new GroupMaker(byteNotation('czkawka'), options)
  return readSets(input, maker, (onSet) => new CzkawkaParser(onSet))
}
