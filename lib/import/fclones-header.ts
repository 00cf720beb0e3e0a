import { absolutePath } from '../record/path.js'
import { BadLine } from '../stream/read-blocks.js'
import { fclonesCommand, fclonesDigest, type FclonesCommand } from './fclones-command.js'
import type { ForeignSet } from './foreign-set.js'
import { fromStfu8 } from './stfu8.js'

/** What the header of a report says of its sets; one line of it at a time. */
export class FclonesHeader {
  readonly #note: (text: string) => void
  #command: FclonesCommand | undefined
  #base: Buffer | undefined

  constructor(note: (text: string) => void) {
    this.#note = note
  }

  /**
   * @param words of the command line
   * @throws {BadLine} sets of files that are not equal themselves
   */
  setCommand(words: readonly string[], line: number): void {
    this.#command = fclonesCommand(words)
    const { isTransformed, isPartial } = this.#command
    if (isTransformed)
      throw new BadLine(line, 'fclones ran with --transform: its sets are not of equal files')
    if (isPartial)
      this.#note(
        'fclones ran with --skip-content-hash and compared little: dd-apply compares every byte',
      )
  }

  /** @param stfu8 an absolute path, one character a byte */
  setBase(stfu8: string): void {
    const bytes = Buffer.from(fromStfu8(stfu8), 'latin1')
    this.#base = bytes[0] === SLASH ? absolutePath(bytes, bytes) : undefined
  }

  /**
   * A set below this header.
   * @param paths in STFU-8, one character a byte
   * @throws {BadLine} there is no header
   */
  setOf(size: number, hash: string, paths: readonly string[], line: number): ForeignSet {
    if (this.#command === undefined)
      throw new BadLine(line, 'a set without the header, which says how fclones ran')
    const members = membersOf(size, paths, line)
    return { members, line, base: this.#base, digest: fclonesDigest(this.#command, hash) }
  }
}

const SLASH = 0x2f

/** @throws {BadLine} a path that is not STFU-8 */
export function membersOf(
  size: number,
  paths: readonly string[],
  line: number,
): ForeignSet['members'] {
  try {
    return paths.map((path) => ({ printed: fromStfu8(path), size }))
  } catch (error) {
    throw new BadLine(line, (error as Error).message, error)
  }
}
