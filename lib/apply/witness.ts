import { openReadOnly } from '../fs/append-file.js'
import { pathBytes, type PathFields } from '../record/path.js'
import type { StepRecord } from '../record/step.js'
import { givesRights } from './believed.js'
import { finalRows, isDone } from './final-rows.js'
import { readRows } from './journal.js'
import type { Row } from './journal-row.js'
import { rowBytes, rowFile, rowXattrs } from './step-row.js'

/**
 * Asks the journal that a plan names whether a file was what the plan says. A plan may be anybody's;
 * but who can write to our journal can do all that we can.
 */
export class Witness {
  #path: string | undefined
  #rows: ReadonlyMap<string, Row> = new Map()

  /** Did a run of ours take away exactly this file? False also where nobody can tell. */
  saw(step: StepRecord): boolean {
    if (step.journal === undefined) return false
    const row = this.#rowsOf(step.journal).get(pathBytes(step.file).toString('latin1'))
    return (
      row !== undefined && sameFacts(factsOf(row), { ...step, hash: `${step.algo}:${step.hash}` })
    )
  }

  #rowsOf(journal: PathFields): ReadonlyMap<string, Row> {
    const path = pathBytes(journal).toString()
    if (path !== this.#path) this.#rows = rowsOf(path)
    this.#path = path
    return this.#rows
  }
}

/** Its metadata and its content. `hash` as in a journal. */
type Facts = Pick<StepRecord, 'file' | 'bytes' | 'xattrs'> & { readonly hash: string }

function factsOf(row: Row): Facts {
  return { file: rowFile(row), hash: row.hash, ...rowBytes(row), ...rowXattrs(row) }
}

function sameFacts(a: Facts, b: Facts): boolean {
  const [one, other] = [a, b].map(({ file, bytes, xattrs, hash }) => {
    const { size, mode, uid, gid, mtimeNs } = file
    const content = size === 0 ? [] : [hash, bytes]
    return JSON.stringify([size, mode, uid, gid, mtimeNs, xattrs, ...content])
  })
  return one === other
}

/** What a journal says last of each name that a step took away, and whose file gave rights. */
function rowsOf(path: string): Map<string, Row> {
  try {
    const file = openReadOnly(path, false)
    try {
      const done = finalRows(readRows(file, false)).filter(isDone)
      const rights = done.filter((row) =>
        givesRights({ mode: Number(row.mode), ...rowXattrs(row) }),
      )
      return new Map(rights.map((row) => [row.filepath, row]))
    } finally {
      file.close()
    }
  } catch {
    return new Map() // it is not there, not ours, or damaged: it says nothing
  }
}
