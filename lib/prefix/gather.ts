import { BadLine, readBlocks } from '../stream/read-blocks.js'
import type { Files } from './files.js'
import type { Looked } from './look-block.js'
import type { Failure } from './member-reader.js'
import type { PrefixCrew } from './work.js'

export type Gathering = {
  /** A file that could not be read, by its number. */
  readonly fail: (failure: Failure) => void
  /** So many more records have come, and the size of their files in bytes. */
  readonly tick: (count: number, bytes: number) => void
}

/**
 * Remember the files of the input, and look into them while it comes.
 * @throws {BadLine} the first line that is not a file record
 * @throws {Error} no room for a temporary file
 */
export async function gather(
  input: AsyncIterable<Buffer>,
  files: Files,
  crew: PrefixCrew,
  { fail, tick }: Gathering,
): Promise<void> {
  const pending: { offset: number; looking: Promise<Looked> }[] = []
  const settle = async () => {
    const { offset, looking } = pending.shift()!
    const looked = await looking
    const first = files.add(looked, offset)
    for (const failure of looked.failures) fail({ ...failure, file: first + failure.file })
    tick(
      looked.files,
      looked.size.reduce((sum, size) => sum + size, 0),
    )
  }
  for await (const block of readBlocks(input)) {
    const offset = files.lines.append(block.bytes)
    const looking = crew.run({ look: block, canWait: true }).then(lookedOf)
    looking.catch(() => {}) // told when its turn comes
    pending.push({ offset, looking })
    while (pending.length > crew.limit) await settle()
  }
  while (pending.length > 0) await settle()
}

export function lookedOf(reply: Awaited<ReturnType<PrefixCrew['run']>>): Looked {
  if ('bad' in reply) throw new BadLine(reply.bad.line, reply.bad.reason)
  if ('looked' in reply) return reply.looked
  throw new Error('another reply than to what was asked')
}
