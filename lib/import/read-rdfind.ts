import type { GroupRecord } from '../record/group.js'
import { GroupMaker, type ImportOptions } from './group-maker.js'
import { byteNotation } from './notation.js'
import { RdfindParser } from './rdfind-parser.js'
import { readSets } from './set-parser.js'

/**
 * The sets of rdfind's results.txt as groups, in batches.
 * @throws {BadLine} no such file, cut short, or a relative path without `base`
 */
export function readRdfind(
  input: AsyncIterable<Buffer>,
  options: ImportOptions,
): AsyncGenerator<GroupRecord[]> {
  const maker = new GroupMaker(byteNotation('rdfind'), options)
  return readSets(input, maker, (onSet) => new RdfindParser(onSet, maker.finder()))
}
