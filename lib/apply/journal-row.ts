import { crc32 } from 'node:zlib'
import { parse } from 'csv-parse/sync'

/** Columns of the journal, in order; see dd-journal(5). Every value is bytes, held as latin1. */
export const COLUMNS = [
  'filepath', 'status', 'id', 'op', 'keep', 'to', 'temp', 'time', 'size', 'hash', 'dev', 'ino',
  'mtimeNs', 'mode', 'uid', 'gid', 'error', 'link', 'branches', 'made', 'xattrs',
  'crc',
] as const // prettier-ignore

export type Column = Exclude<(typeof COLUMNS)[number], 'crc'>

/** One row: what became, or is to become, of one step. Columns left out are empty. */
export type Row = { readonly [column in Column]: string }

/** Statuses after which nothing is left to do, for most ops. */
const FINAL = ['DELETED', 'LINKED', 'MOVED', 'COPIED', 'SKIPPED', 'FAILED', 'CONFLICT']

/** A pool link is not done when its file is gone: it is then looked at once more. */
export function isFinal({ op, status }: Row): boolean {
  return FINAL.includes(status) && !(op === 'pool-link' && status === 'DELETED')
}

/** All columns but the checksum. */
const FIELDS: readonly Column[] = COLUMNS.filter((column) => column !== 'crc')

/** Columns of the first journals. Later ones were added behind them: an older journal lacks some. */
export const FIRST_FIELDS = 20

/** Every header that a journal of ours may have, by its columns; the newest comes first. */
export const HEADERS: ReadonlyMap<string, readonly Column[]> = new Map(
  FIELDS.slice(FIRST_FIELDS - 1).map((_, later) => {
    const fields = FIELDS.slice(0, FIELDS.length - later)
    return [`${[...fields, 'crc'].join(',')}\n`, fields]
  }),
)

/** The header and every row end like this: the CRC-32 of the bytes before its comma, and LF. */
export const HEADER = `${COLUMNS.join(',')}\n`

/** Rows as bytes, each ended by its checksum and LF. @param fields the columns of the journal */
export function encodeRows(rows: readonly Row[], fields = FIELDS): Buffer {
  const lines = rows.map((row) => {
    const line = fields.map((column) => quoted(row[column])).join(',')
    return `${line},${checksum(Buffer.from(line, 'latin1'))}\n`
  })
  return Buffer.from(lines.join(''), 'latin1')
}

/** What would end the value or the row is in quotes. */
function quoted(value: string): string {
  return /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}

function checksum(bytes: Buffer): string {
  return crc32(bytes).toString(16).padStart(8, '0')
}

const LF = 0x0a
const QUOTE = 0x22
const CRC_BYTES = 9 // the comma and 8 digits

/** Far more than the row of any step that `readPlan` lets pass, though each `"` in a name is doubled. */
export const MAX_ROW_BYTES = 256 * 1024

/**
 * Where the row that starts at `start` ends, or -1 if no whole row starts there. A name may hold
 * LF, and what looks like a checksum before it; but then it is in quotes.
 */
export function rowEnd(bytes: Buffer, start: number): number {
  const lf = bareLf(bytes, start)
  const comma = lf - CRC_BYTES
  if (comma <= start || bytes[comma] !== 0x2c) return -1
  const told = bytes.toString('latin1', comma + 1, lf)
  return told === checksum(bytes.subarray(start, comma)) ? lf + 1 : -1
}

/** The first LF that is not in quotes, or -1. */
function bareLf(bytes: Buffer, start: number): number {
  let [quotes, at] = [0, start]
  for (let lf = bytes.indexOf(LF, start); lf !== -1; lf = bytes.indexOf(LF, lf + 1)) {
    if (lf - start > MAX_ROW_BYTES) return -1
    quotes += countQuotes(bytes.subarray(at, lf))
    if (quotes % 2 === 0) return lf
    at = lf
  }
  return -1
}

function countQuotes(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(QUOTE); at !== -1; at = bytes.indexOf(QUOTE, at + 1)) count++
  return count
}

/** What a journal from before they were added has in its last columns. */
const NONE = Object.fromEntries(FIELDS.map((column) => [column, '']))

/**
 * Rows from bytes that `rowEnd` has found whole.
 * @param fields the columns of the journal
 * @throws {Error} not CSV of these columns
 */
export function decodeRows(bytes: Buffer, fields = FIELDS): Row[] {
  const columns = [...fields, 'crc']
  const rows: Row[] = parse(bytes.toString('latin1'), { columns, record_delimiter: '\n' })
  return fields.length === FIELDS.length ? rows : rows.map((row) => ({ ...NONE, ...row }))
}
