import { UsageError } from '../record/fault.js'
import type { GroupRecord } from '../record/group.js'
import type { ImportOptions } from './group-maker.js'
import { FORMATS, GUESS_BYTES, guessFormat, type Format } from './guess-format.js'
import { peek } from './peek.js'
import { readCzkawka } from './read-czkawka.js'
import { readFclones } from './read-fclones.js'
import { readFdupes } from './read-fdupes.js'
import { readJdupes } from './read-jdupes.js'
import { readRdfind } from './read-rdfind.js'
import { readRmlint } from './read-rmlint.js'

type Options = ImportOptions & {
  /** Undefined: the JSON of jdupes, or nothing at all. */
  readonly format: Format | undefined
  /** Paths are ended by NUL, as `jdupes -0` writes them. */
  readonly nul: boolean
}

type Reader = (input: AsyncIterable<Buffer>, options: Options) => AsyncGenerator<GroupRecord[]>

const READERS: { readonly [format in Format]: Reader } = {
  jdupes: readJdupes,
  fdupes: (input, options) => readFdupes(input, options, options.nul),
  fclones: readFclones,
  rmlint: readRmlint,
  czkawka: readCzkawka,
  rdfind: readRdfind,
}

/**
 * What another tool has found as groups, in batches. Every path was looked at; that the files are
 * equal is only that tool's word.
 * @throws {UsageError} nobody said which tool it was, or it was plainly another one
 * @throws {BadLine} the first thing that this tool does not write
 */
export async function* importGroups(
  input: AsyncIterable<Buffer>,
  options: Options,
): AsyncGenerator<GroupRecord[]> {
  const { head, bytes } = await peek(input, (head) => head.trimStart().length >= GUESS_BYTES)
  if (head.trim() === '') return
  const format = checkFormat(options.format, guessFormat(head))
  yield* READERS[format](bytes, options)
}

/** @throws {UsageError} */
function checkFormat(said: Format | undefined, seen: Format | undefined): Format {
  if (said === undefined && seen === 'jdupes') return seen
  if (seen !== undefined && seen !== said)
    throw new UsageError(`this looks like the output of ${seen}: give --format ${seen}`)
  if (said !== undefined) return said
  const [one, last] = [FORMATS.slice(0, -1), FORMATS.at(-1)]
  throw new UsageError(
    `cannot tell what wrote this: give --format with ${one.join(', ')} or ${last}`,
  )
}
