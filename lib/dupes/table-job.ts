import type { Job } from '../digest/read-digest.js'
import { inodeOf, nanoseconds } from '../fs/file-stat.js'
import { kernelPath } from '../walk/latin1-path.js'
import type { SharedFiles } from './shared-files.js'

/** A file of a table, to be read. Its large numbers are made when they are asked for: a sample needs none. */
export class TableJob implements Job {
  readonly path: string | Buffer
  readonly size: number
  readonly uid: number
  readonly #files: SharedFiles
  readonly #file: number

  constructor(files: SharedFiles, file: number) {
    this.path = kernelPath(files.path(file))
    this.size = files.size[file]!
    this.uid = files.uid[file]!
    this.#files = files
    this.#file = file
  }

  get ino(): bigint {
    const [inoHigh, inoLow] = [this.#files.inoHigh[this.#file]!, this.#files.inoLow[this.#file]!]
    return inodeOf({ inoHigh, inoLow })
  }

  get mtimeNs(): bigint {
    return nanoseconds(this.#files.mtime[this.#file]!, this.#files.mtimeNs[this.#file]!)
  }

  get ctimeNs(): bigint {
    return nanoseconds(this.#files.ctime[this.#file]!, this.#files.ctimeNs[this.#file]!)
  }
}
