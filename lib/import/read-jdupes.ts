import type { GroupRecord } from '../record/group.js'
import type { ForeignSet } from './foreign-set.js'
import { GroupMaker, type ImportOptions } from './group-maker.js'
import { JDUPES } from './jdupes-notation.js'
import { JdupesParser, type JdupesSet } from './jdupes-parser.js'
import { probableFlag } from './probable.js'

/**
 * The sets of `jdupes --json` as groups, in batches, each path looked at on disk. What is not a
 * regular file of the recorded size any more is a fault and left out; a set without two inodes is
 * dropped. The groups have no digest: nothing but jdupes' word says that their files are equal.
 * @throws {BadLine} not that JSON, cut short, or a relative path without `base`
 */
export async function* readJdupes(
  input: AsyncIterable<Buffer>,
  options: ImportOptions,
): AsyncGenerator<GroupRecord[]> {
  const maker = new GroupMaker(JDUPES, options)
  const parser = new JdupesParser((commandLine) => {
    const flag = probableFlag(commandLine)
    if (flag)
      options.note(`jdupes ran with ${flag} and compared little: dd-apply compares every byte`)
  })
  for await (const chunk of input)
    yield parser
      .write(chunk)
      .map((set) => maker.make(membersOf(set)))
      .filter((group) => group !== undefined)
  parser.end()
}

function membersOf({ size, paths, line }: JdupesSet): ForeignSet {
  return { members: paths.map((printed) => ({ printed, size })), line }
}
