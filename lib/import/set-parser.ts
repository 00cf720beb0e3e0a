import type { GroupRecord } from '../record/group.js'
import type { ForeignSet } from './foreign-set.js'
import type { GroupMaker } from './group-maker.js'

/** Takes the output of a tool apart as it comes. Both throw BadLine where it is not that. */
export type SetParser = {
  readonly write: (chunk: Buffer) => void
  /** There is no more. */
  readonly end: () => void
}

export type OnSet = (set: ForeignSet) => void

/**
 * The groups of an input in batches, one a chunk; those before a bad line still come.
 * @param open starts the parser, which gives each set to `onSet` as soon as it is complete
 * @throws {BadLine}
 */
export async function* readSets(
  input: AsyncIterable<Buffer>,
  maker: GroupMaker,
  open: (onSet: OnSet) => SetParser,
): AsyncGenerator<GroupRecord[]> {
  const groups: GroupRecord[] = []
  const parser = open((set) => {
    const group = maker.make(set)
    if (group !== undefined) groups.push(group)
  })
  const take = () => groups.splice(0)
  for await (const chunk of input) yield* attempt(() => parser.write(chunk), take)
  yield* attempt(() => parser.end(), take)
}

/** What came of it, also where it failed half-way. */
function* attempt(act: () => void, take: () => GroupRecord[]): Generator<GroupRecord[]> {
  try {
    act()
  } catch (error) {
    yield take()
    throw error
  }
  yield take()
}
