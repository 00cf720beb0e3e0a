import { closeSync, constants, fstatSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { openRegular } from '../fs/open-regular.js'
import { BadInput, UsageError } from '../record/fault.js'

/** What the two-column log of a pool deduplicator says that it did. */
export type OldLog = {
  /** Last status of each path, by the bytes of the path as latin1. */
  readonly statuses: ReadonlyMap<string, OldStatus>
  /** When it was last written, nanoseconds since 1970. */
  readonly writtenNs: bigint
}

const STATUSES = ['PENDING', 'DELETED', 'LINKED'] as const
export type OldStatus = (typeof STATUSES)[number]

/**
 * Read a log with the columns `filepath,status`. The last row of a path counts; a last line that was
 * cut off, since that program wrote its log in place, is passed over.
 * @throws {BadInput} another header, or a row that is none; {UsageError} it cannot be read
 */
export function readOldLog(path: string): OldLog {
  const { text, writtenNs } = readText(path)
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  const [header, ...rows] = parseRows(whole, path)
  if (header?.join() !== 'filepath,status')
    throw new BadInput(`${path}: not a log with the columns filepath,status`)
  return {
    statuses: new Map(rows.map((row, i) => [row[0] ?? '', statusOf(row, i + 2, path)])),
    writtenNs,
  }
}

/** @throws {UsageError} */
function readText(path: string): { text: string; writtenNs: bigint } {
  try {
    const fd = openRegular(path, constants.O_RDONLY)
    try {
      const { mtimeNs } = fstatSync(fd, { bigint: true })
      return { text: readFileSync(fd, 'latin1'), writtenNs: mtimeNs }
    } finally {
      closeSync(fd)
    }
  } catch (cause) {
    if (cause instanceof UsageError) throw cause
    const words = (cause as Error).message.replace(/^\w+: ([^,]*).*$/s, '$1')
    throw new UsageError(`--resume "${path}" cannot be read: ${words}`, { cause })
  }
}

function parseRows(text: string, path: string): string[][] {
  try {
    return parse(text, { relax_column_count: true, skip_empty_lines: true })
  } catch (cause) {
    throw new BadInput(`${path}: ${(cause as Error).message}`, { cause })
  }
}

function statusOf(row: readonly string[], line: number, path: string): OldStatus {
  const status = STATUSES.find((status) => status === row[1])
  if (status !== undefined && row.length === 2 && row[0] !== '') return status
  throw new BadInput(`${path}: row ${line} is not a path and PENDING, DELETED or LINKED`)
}

/** What an interrupted run of that program means for the sets that it worked on. */
export type Interruption = {
  /** Did it take this path away, or may have? Then the name is to be given back. */
  readonly isLost?: (path: Buffer) => boolean
  /** When its log was last written, nanoseconds since 1970. */
  readonly endedNs?: bigint
}

/** @param path undefined: there was none @throws see `readOldLog` */
export function interruption(path: string | undefined): Interruption {
  if (path === undefined) return {}
  const { statuses, writtenNs } = readOldLog(path)
  const isLost = (name: Buffer) => {
    const status = statuses.get(name.toString('latin1'))
    return status === 'DELETED' || status === 'PENDING'
  }
  return { isLost, endedNs: writtenNs }
}
