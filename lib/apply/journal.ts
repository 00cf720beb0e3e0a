import { BadInput } from '../record/fault.js'
import { BadRecord } from '../record/shape.js'
import type { AppendFile } from '../fs/append-file.js'
import { decodeRows, encodeRows, HEADER, HEADERS, rowEnd } from './journal-row.js'
import type { Column, Row } from './journal-row.js'
import { parseRow } from './parse-row.js'

/** The journal cannot be what we wrote, nor what a crash leaves of it. Nothing is guessed from it. */
export class JournalDamaged extends BadInput {}

/** A write or a sync of the journal failed: nothing more may change on the disk. */
export class JournalFailed extends Error {}

/** What a run did, durable before and after each change; see dd-journal(5). */
export class Journal {
  readonly #file: AppendFile
  readonly #fields: Fields
  #failed: JournalFailed | undefined

  /** @param file new and empty, or checked by `readRows` and cut at its good end */
  constructor(file: AppendFile) {
    this.#file = file
    const start = Buffer.alloc(HEADER.length)
    this.#fields = headerOf(start.toString('latin1', 0, file.read(start, 0)))?.fields
  }

  get path(): string {
    return this.#file.path
  }

  /** Write the header of a new journal. @throws {JournalFailed} */
  begin(): void {
    this.#write(Buffer.from(HEADER))
  }

  /** Durable on return. @throws {JournalFailed} now, and for ever after */
  append(rows: readonly Row[]): void {
    if (rows.length > 0) this.#write(encodeRows(rows, this.#fields))
  }

  /** How far a step is: durable with the next `append`, since recovery looks at the disk. @throws {JournalFailed} */
  note(row: Row): void {
    this.#try(() => this.#file.append(encodeRows([row], this.#fields)))
  }

  close(): void {
    this.#file.close()
  }

  #write(bytes: Buffer): void {
    this.#try(() => {
      this.#file.append(bytes)
      this.#file.sync()
    })
  }

  #try(work: () => void): void {
    if (this.#failed) throw this.#failed
    try {
      work()
    } catch (cause) {
      // A kernel may drop the page it could not write and report success next time, so there is no
      // honest second try: a journal that failed once stays failed.
      const reason = (cause as Error).message
      this.#failed = new JournalFailed(`journal ${this.#file.path}: ${reason}`, { cause })
      throw this.#failed
    }
  }
}

/**
 * What to say of a journal whose header is not whole; none, if it is. Since a header is durable before the first step
 * begins, a crash leaves this only of a run that had begun none; `readRows` finds no rows in it.
 */
export function headerNotes(file: AppendFile): string[] {
  const start = Buffer.alloc(HEADER.length)
  const read = file.read(start, 0)
  const text = start.toString('latin1', 0, read)
  if (headerOf(text) || !HEADER.startsWith(text)) return []
  const what = read === 0 ? 'is empty' : 'is cut in its first line'
  return [`${file.path} ${what}: its run had not begun a step, unless somebody else has cut it`]
}

const READ_BYTES = 1024 * 1024

/**
 * The rows of a journal, in order, some hundreds at a time. A crash can tear only what was not yet
 * synced, at the end: that is cut off from `file` when `repair` is set, since whoever wrote it was
 * never told that it was safe.
 * @throws {JournalDamaged} another header; a bad row with a good one after it; a row that no run
 *   of ours can have written
 */
export function* readRows(file: AppendFile, repair: boolean): Generator<Row[]> {
  let [position, line] = [0, 1]
  let rest: Buffer = Buffer.alloc(0)
  let [headed, fields]: [boolean, Fields] = [false, undefined]
  for (;;) {
    const at = position + rest.length
    const chunk = Buffer.allocUnsafe(Math.min(READ_BYTES, Math.max(file.size() - at, 1)))
    const read = file.read(chunk, at)
    const bytes = Buffer.concat([rest, chunk.subarray(0, read)])
    let start = 0
    if (!headed) ({ end: start, fields } = readHeader(bytes, file.path))
    headed = true
    const from = start
    for (let end = rowEnd(bytes, start); end !== -1; end = rowEnd(bytes, start)) start = end
    const before = line + countLines(bytes.subarray(0, from))
    if (start > from) yield parseRows(bytes.subarray(from, start), fields, file.path, before)
    position += start
    line += countLines(bytes.subarray(0, start))
    rest = bytes.subarray(start)
    if (rest.length > READ_BYTES) throw damaged(file.path, line)
    if (read === 0) break
  }
  if (rest.length === 0) return
  if (holdsRow(rest)) throw damaged(file.path, line)
  if (repair) file.truncate(position)
}

/** @param line where `bytes`, whole rows, begin */
function parseRows(bytes: Buffer, fields: Fields, path: string, line: number): Row[] {
  try {
    return decodeRows(bytes, fields).map(parseRow)
  } catch {
    throw badRow(bytes, fields, path, line)
  }
}

/** Which row it is, and what is wrong with it. */
function badRow(bytes: Buffer, fields: Fields, path: string, line: number): JournalDamaged {
  let start = 0
  for (let end = rowEnd(bytes, 0); end !== -1; end = rowEnd(bytes, start)) {
    try {
      decodeRows(bytes.subarray(start, end), fields).forEach(parseRow)
    } catch (cause) {
      const at = line + countLines(bytes.subarray(0, start))
      const what = cause instanceof BadRecord ? cause.message : 'not the columns of its header'
      return new JournalDamaged(`${path}: line ${at}: ${what}`, { cause })
    }
    start = end
  }
  return damaged(path, line)
}

function damaged(path: string, line: number): JournalDamaged {
  return new JournalDamaged(`${path}: line ${line} is damaged, and good ones follow it`)
}

const LF = 0x0a

function countLines(bytes: Buffer): number {
  let count = 0
  for (let lf = bytes.indexOf(LF); lf !== -1; lf = bytes.indexOf(LF, lf + 1)) count++
  return count
}

type Fields = readonly Column[] | undefined

/** Where the header ends, and the columns that it names. */
function readHeader(bytes: Buffer, path: string): { end: number; fields?: Fields } {
  const text = bytes.toString('latin1', 0, HEADER.length)
  const known = headerOf(text)
  if (known) return known
  // A crash before the header was whole: nothing can have been done yet.
  if (HEADER.startsWith(text)) return { end: 0 }
  if (/^filepath,status\r?\n/.test(text))
    throw new JournalDamaged(
      `${path}: the log of another program: see --resume of dd-plan pool-link`,
    )
  throw new JournalDamaged(`${path}: not a journal of dd-apply`)
}

function headerOf(text: string): { end: number; fields: Fields } | undefined {
  for (const [header, fields] of HEADERS)
    if (text.startsWith(header)) return { end: header.length, fields }
  return undefined
}

/** What ends a row, or would, were it no other byte now. */
const ROW_END = /\n|(?<=,[0-9a-f]{8})[^]/g

/** Does a whole row start after what ends one? Then what is before it is damage, not a torn end. */
function holdsRow(bytes: Buffer): boolean {
  for (const { index } of bytes.toString('latin1').matchAll(ROW_END))
    if (rowEnd(bytes, index + 1) !== -1) return true
  return false
}
