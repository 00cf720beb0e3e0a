import { absolutePath } from '../record/path.js'
import { BadRecord, count, object, text, word, type Fields } from '../record/shape.js'
import type { Found } from './json-values.js'
import type { Member } from './foreign-set.js'
import type { OnSet } from './set-parser.js'

type Options = {
  readonly onSet: OnSet
  /** Gets the command line, where there is a header. */
  readonly onArgs: (args: string) => void
  /** A file whose path rmlint could not write down. */
  readonly onBroken: (printed: string) => void
}

type Open = { readonly members: Member[]; readonly line: number; readonly checksum: unknown }

const BROKEN = '<BROKEN PATH>'

/**
 * Sorts the objects of rmlint's array into sets: an original, and the duplicates after it. The
 * checksum does not tell which belong together, since it is missing where rmlint needed none.
 */
export class RmlintSets {
  readonly #options: Options
  #base: Buffer | undefined
  #open: Open | undefined
  #directories = 0

  constructor(options: Options) {
    this.#options = options
  }

  /** Objects that stand for whole directories of duplicates, or for files in such. */
  get directories(): number {
    return this.#directories
  }

  /** @throws {BadRecord} not an object of rmlint, or a duplicate without its original */
  add({ value, line }: Found): void {
    const fields = object(value, 'document[]')
    if (fields.type === 'duplicate_file') return this.#addFile(fields, line)
    this.end()
    if (fields.type === 'duplicate_dir' || fields.type === 'part_of_directory') this.#directories++
    if (fields.type !== undefined || isFooter(fields)) return
    this.#addHeader(fields)
  }

  /** There are no more objects. */
  end(): void {
    const { members = [], line = 0 } = this.#open ?? {}
    this.#open = undefined
    if (members.length > 0) this.#options.onSet({ members, line, base: this.#base })
  }

  #addHeader({ cwd, args }: Fields): void {
    const raw = Buffer.from(bytesOf(text(cwd, 'cwd')), 'latin1')
    this.#base = raw.toString('latin1').startsWith('/') ? absolutePath(raw, raw) : undefined
    this.#options.onArgs(text(args, 'args'))
  }

  #addFile(fields: Fields, line: number): void {
    const printed = bytesOf(text(fields.path, 'path'))
    const size = count(fields.size, 'size')
    if (word(String(fields.is_original), ['true', 'false'], 'is_original') === 'true') {
      this.end()
      this.#open = { members: [], line, checksum: fields.checksum }
    }
    const open = this.#open
    if (open === undefined || open.checksum !== fields.checksum)
      throw new BadRecord('is_original', '"true": the original of this file is missing')
    if (printed === BROKEN) this.#options.onBroken(printed)
    else open.members.push({ printed, size })
  }
}

/** Characters above 0xFF are none of rmlint's: a filter has written them as escapes. */
function bytesOf(path: string): string {
  return path.replace(/[\u0100-\u{10ffff}]+/gu, (text) => Buffer.from(text).toString('latin1'))
}

/** The last object, or the empty one that is left of it with `no_footer`. */
function isFooter(fields: Fields): boolean {
  return 'aborted' in fields || Object.keys(fields).length === 0
}
