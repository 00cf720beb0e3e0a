import { rootOf } from '../record/file.js'
import type { AnyGroup, Files } from '../record/group.js'
import { pathFields } from '../record/path.js'
import type { ReportOptions } from './report-options.js'
import { toStfu8 } from './to-stfu8.js'

/** Digests of ours that fclones has too, under the same name. */
const HASH_FNS = ['blake3', 'sha256', 'sha512', 'sha3-256', 'sha3-512']

/** The header of a report of fclones, which tells of the groups that follow it. */
export class FclonesHeader {
  #groups = 0
  #files = 0
  #bytes = 0
  #redundantFiles = 0
  #redundantBytes = 0
  #newestNs = 0n
  readonly #algos = new Set<string | undefined>()
  readonly #roots = new Set<string>()
  readonly #isolate: boolean

  constructor({ isolate }: Pick<ReportOptions, 'isolate'>) {
    this.#isolate = isolate
  }

  /** @param files those that are listed of the group */
  add({ size, hash, algo }: AnyGroup, files: Files): void {
    this.#groups++
    this.#files += files.length
    this.#bytes += files.length * size
    const redundant = files.length - (this.#isolate ? this.#belowFirstRoot(files) : 1)
    this.#redundantFiles += redundant
    this.#redundantBytes += redundant * size
    if (hash !== undefined) this.#algos.add(algo)
    for (const { mtimeNs } of files)
      if (BigInt(mtimeNs) > this.#newestNs) this.#newestNs = BigInt(mtimeNs)
  }

  /** As lines of JSON, up to the comma after it. */
  lines({ commandLine, base, startedMs }: ReportOptions): readonly string[] {
    const header = {
      version: '0.35.0',
      timestamp: this.#timestamp(BigInt(startedMs) * NS_PER_MS),
      command: this.#command(commandLine),
      base_dir: toStfu8(pathFields(base())),
      stats: {
        group_count: this.#groups,
        total_file_count: this.#files,
        total_file_size: this.#bytes,
        redundant_file_count: this.#redundantFiles,
        redundant_file_size: this.#redundantBytes,
        missing_file_count: 0,
        missing_file_size: 0,
      },
    }
    return [`${JSON.stringify({ header }, null, 2).slice(0, -2)},`]
  }

  /**
   * fclones leaves a group alone of which a file was modified after this time, and compares nothing
   * else. So it is no later than it has to be: when the newest file was modified. The time of the report
   * would let pass whatever was written to a file between its reading and the report.
   */
  #timestamp(startedNs: bigint): string {
    const isKnown = this.#groups > 0 && this.#newestNs < startedNs
    return rfc3339(isKnown ? this.#newestNs : startedNs)
  }

  /** fclones keeps them all, as one copy. */
  #belowFirstRoot(files: Files): number {
    let [first, count] = [undefined as string | undefined, 0]
    for (const file of files) {
      const root = toStfu8(rootOf(file) ?? file)
      this.#roots.add(root)
      if (root === (first ??= root)) count++
    }
    return count
  }

  /**
   * fclones has to understand it, but for the first word, which is the program, and so has room for what
   * was really typed. It says by what function the hashes are, and below which roots files are one copy.
   */
  #command(typed: readonly string[]): readonly string[] {
    const [algo] = this.#algos
    const isKnown = this.#algos.size === 1 && algo !== undefined && HASH_FNS.includes(algo)
    const hashFn = isKnown ? ['--hash-fn', algo] : []
    const where = this.#isolate ? ['--isolate', ...[...this.#roots].sort()] : ['.']
    return [toStfu8({ path: typed.join(' ') }), 'group', ...hashFn, ...where, '-f', 'json']
  }
}

const NS_PER_MS = 1_000_000n

/** `2026-01-02T03:04:05.678901234Z` */
function rfc3339(ns: bigint): string {
  const seconds = new Date(Number(ns / NS_PER_MS)).toISOString().slice(0, -'.000Z'.length)
  return `${seconds}.${String(ns % 1_000_000_000n).padStart(9, '0')}Z`
}
