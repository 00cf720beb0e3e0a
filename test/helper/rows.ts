// Rows of a journal.
import type { Row } from '../../lib/apply/journal-row.js'

/** When rows were written. */
export const TIME = '2026-01-02T03:04:05.678Z'

/** A row that lacks nothing that makes it one. */
export function row(fields: Partial<Row> = {}): Row {
  return {
    filepath: '/dir/file', status: 'PENDING', id: '1', op: 'delete', keep: '/keep', to: '', temp: '.dd-x-0~',
    time: TIME, size: '1', hash: '', dev: '1', ino: '2', mtimeNs: '3', mode: '33188', uid: '0', gid: '0',
    error: '', link: '', branches: '', made: '', xattrs: '', ...fields,
  } // prettier-ignore
}

/** For what is told of a step on its way, where nobody asks for it. */
export const SILENT = { note: () => {} }
