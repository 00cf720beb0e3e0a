/** A branch of a pool, looked at. Paths are absolute and normal. */
export type Branch = {
  /** As it was named. */
  readonly path: Buffer
  /** The same without symlinks. */
  readonly real: Buffer
  /** `NC`: mergerfs makes no new files there; `RO`: nothing changes there, or cannot. */
  readonly mode: 'RW' | 'NC' | 'RO'
  /** Bytes free for those who are not root. */
  readonly free: number
  /** Bytes that mergerfs leaves free. */
  readonly minFree: number
}

/** A pool: the branches to work on, and how to read paths of it. */
export type Pool = {
  /** Where it is mounted, without symlinks; undefined: it is not, and only paths of branches can be read. */
  readonly point: Buffer | undefined
  /** The same as it was named, where that is another path. */
  readonly alias: Buffer | undefined
  /** In the order in which mergerfs looks for a name. */
  readonly branches: readonly Branch[]
  /**
   * The same order, by their paths, with those branches of the mounted pool that are not to be worked
   * on, but may hold a file of the same name.
   */
  readonly all: readonly Buffer[]
  /** What its owner should know. */
  readonly warnings: readonly string[]
}
