import { TempFile } from '../fs/temp-file.js'
import type { Frame } from './frame.js'
import { RunReader } from './run-reader.js'

/** Written at once, of a run; a run's last write is shorter. */
const WRITE_BYTES = 256 * 2 ** 10

/** Makes the file that runs are written to. */
export type MakeTemp = () => TempFile

/** Sorted runs of frames, one after another in one temporary file without a name. */
export class Runs {
  readonly #file: TempFile
  readonly #starts: number[] = []
  readonly #gathered = Buffer.allocUnsafeSlow(WRITE_BYTES)
  #used = 0

  /** @throws {Error} the file cannot be made */
  constructor(makeTemp: MakeTemp) {
    this.#file = makeTemp()
  }

  /** What is added from here on is a run of its own. */
  begin(): void {
    this.#flush()
    this.#starts.push(this.#file.bytes)
  }

  /** @throws {Error} no space left and the like */
  add({ bytes, start, end }: Frame): void {
    if (end - start > WRITE_BYTES - this.#used) this.#flush()
    if (end - start > WRITE_BYTES) this.#file.append(bytes.subarray(start, end))
    else this.#used += bytes.copy(this.#gathered, this.#used, start, end)
  }

  #flush(): void {
    this.#file.append(this.#gathered.subarray(0, this.#used))
    this.#used = 0
  }

  /** Readers of all runs, each at the start of its run. */
  readers(budgetBytes: number): RunReader[] {
    this.#flush()
    const ends = [...this.#starts.slice(1), this.#file.bytes]
    const share = budgetBytes / this.#starts.length
    return this.#starts.map((start, i) => new RunReader(this.#file, start, ends[i]!, share))
  }

  close(): void {
    this.#file.close()
  }
}
