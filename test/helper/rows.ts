// Rows of a journal.
import type { Row } from '../../lib/apply/journal-row.js'

/** A row that lacks nothing that makes it one. */
export function row(fields: Partial<Row> = {}): Row {
  return {
    filepath: '/dir/file', status: 'PENDING', id: '1', op: 'delete', keep: '/keep', to: '', temp: '.dd-x-0~',
    time: '', size: '1', hash: '', dev: '', ino: '', mtimeNs: '', mode: '', uid: '', gid: '', error: '',
    link: '', branches: '', made: '', xattrs: '', ...fields,
  } // prettier-ignore
}

/** For what is told of a step on its way, where nobody asks for it. */
export const SILENT = { note: () => {} }
