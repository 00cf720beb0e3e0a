import { BadLine } from '../stream/read-blocks.js'
import type { FileFinder } from './find-file.js'
import type { Member } from './foreign-set.js'
import { joinLines } from './join-lines.js'

/** Lines of one set, one character a byte; `number` is that of the first, from 1. */
export type LineSet = { readonly lines: readonly string[]; readonly number: number }

type Disk = Pick<FileFinder, 'isFile'>

/**
 * The files that a set of fdupes or jdupes names, asking the disk where the text alone does not say:
 * nothing in it is escaped, neither line breaks in names nor the line with which -S starts a set.
 * @throws {Error} it cannot be told, in words
 * @throws {BadLine} a form of output that cannot be read at all
 */
export function fdupesMembers({ lines, number }: LineSet, disk: Disk): Member[] {
  const { size, rest } = withoutSize(lines, disk)
  const names = namesIn(rest, number + lines.length - rest.length, (name) =>
    disk.isFile(name, size),
  )
  if (names.length < 2) throw new Error(ALONE)
  return names.map((printed) => ({ printed, size }))
}

/** The same with NUL after each name, where only the line of -S can be mistaken. */
export function nulMembers({ lines, number }: LineSet, disk: Disk): Member[] {
  const [first = '', ...others] = lines
  const lineBreak = first.indexOf('\n')
  const [head, name] = [first.slice(0, lineBreak), first.slice(lineBreak + 1)]
  const split = lineBreak > 0 && SIZE_LINE.test(head) ? [head, name, ...others] : lines
  if (split !== lines && disk.isFile(first)) {
    if (disk.isFile(name)) throw new Error(UNCLEAR)
    return fdupesMembers({ lines, number }, disk)
  }
  const { size, rest } = withoutSize(split, disk)
  if (rest.length < 2) throw new Error(ALONE)
  return rest.map((printed) => ({ printed, size }))
}

const ALONE =
  'the only name in its set: with -f the file that stays is left out, so run it without -f'
const UNCLEAR = 'its set can be read in more than one way'

/** The line with which -S starts a set. */
const SIZE_LINE = /^(\d+) bytes? each:$/

/** @throws {Error} there is a file of that name, and it may be meant */
function withoutSize(
  lines: readonly string[],
  disk: Disk,
): { size: number | undefined; rest: readonly string[] } {
  const [first = '', ...rest] = lines
  const digits = SIZE_LINE.exec(first)?.[1]
  const asNames = { size: undefined, rest: lines }
  if (digits === undefined) return asNames
  const size = Number(digits)
  if (!disk.isFile(first)) return { size, rest }
  const isSize = rest.length > 1 && rest.every((name) => disk.isFile(name, size))
  if (isSize && disk.isFile(first, size)) throw new Error(UNCLEAR)
  return isSize ? { size, rest } : asNames
}

/**
 * Lines that are all files are names, without a look at longer ones: to be mistaken there, a
 * directory would have to end in a line break where the next path begins.
 */
function namesIn(
  lines: readonly string[],
  number: number,
  isName: (name: string) => boolean,
): readonly string[] {
  const missing = lines.findIndex((name) => !isName(name))
  if (missing === -1) return lines
  refuseForms(lines[missing]!, number + missing, isName)
  const { ways, names, hasBreaks } = joinLines(lines, isName)
  if (ways === 1) return names
  if (ways > 1) throw new Error(UNCLEAR)
  if (hasBreaks) throw new Error('a name in its set has a line break, and not all of it is there')
  return lines
}

const TIMED = /^\d{4}-\d\d-\d\d \d\d:\d\d (.*)$/s

/** @throws {BadLine} */
function refuseForms(line: string, number: number, isName: (name: string) => boolean): void {
  const parts = line.split(/(?<!\\) /).map((part) => part.replace(/\\(.)/gs, '$1'))
  if (parts.filter((part) => part !== '' && isName(part)).length > 1)
    throw new BadLine(number, 'a whole set on one line, as with -1: run it without -1')
  const timed = TIMED.exec(line)?.[1]
  if (timed !== undefined && isName(timed))
    throw new BadLine(number, 'a time before the name, as with -t: run it without -t')
}
