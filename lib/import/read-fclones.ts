import type { GroupRecord } from '../record/group.js'
import { fclonesParser } from './fclones-parser.js'
import { GroupMaker, type ImportOptions } from './group-maker.js'
import { byteNotation } from './notation.js'
import { peek } from './peek.js'
import { readSets } from './set-parser.js'

/**
 * The sets of a report of `fclones group`, in its own text, JSON or CSV, as groups, in batches. They
 * have a digest where the report says that it is one of ours.
 * @throws {BadLine} no such report, cut short, or one of transformed files
 */
export async function* readFclones(
  input: AsyncIterable<Buffer>,
  options: ImportOptions,
): AsyncGenerator<GroupRecord[]> {
  const { head, bytes } = await peek(input, (head) => head.trimStart().length > HEAD_CHARS)
  const maker = new GroupMaker(byteNotation('fclones'), options)
  yield* readSets(bytes, maker, (onSet) => fclonesParser(head, onSet, options.note))
}

/** As many as tell the forms from each other. */
const HEAD_CHARS = 32
