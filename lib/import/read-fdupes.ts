import type { GroupRecord } from '../record/group.js'
import { FdupesParser } from './fdupes-parser.js'
import { GroupMaker, type ImportOptions } from './group-maker.js'
import { byteNotation } from './notation.js'
import { readSets } from './set-parser.js'

/**
 * The sets of `fdupes`, or of `jdupes` without `--json`, as groups, in batches.
 * @param nul each path is ended by NUL, as `jdupes -0` writes them
 * @throws {BadLine} cut short; a form that cannot be read; a relative path without `base`
 */
export function readFdupes(
  input: AsyncIterable<Buffer>,
  options: ImportOptions,
  nul = false,
): AsyncGenerator<GroupRecord[]> {
  const maker = new GroupMaker(byteNotation(nul ? 'jdupes' : 'fdupes or jdupes'), options)
  const refuse = (printed: string, cause: unknown) => maker.fault(printed, cause)
  const absoluteOnly = options.base === undefined
  return readSets(
    input,
    maker,
    (onSet) => new FdupesParser(onSet, { nul, absoluteOnly, finder: maker.finder(), refuse }),
  )
}
