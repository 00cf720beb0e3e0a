/** A path as another tool wrote it: see `Notation`. */
export type Member = {
  readonly printed: string
  /** Bytes, where the tool tells them. */
  readonly size?: number | undefined
}

/** Files that another tool takes for equal. Nothing of it was looked at yet. */
export type ForeignSet = {
  readonly members: readonly Member[]
  /** The line of input that it is on, from 1. */
  readonly line: number
  /** Where the tool ran, if it says so: absolute. */
  readonly base?: Buffer | undefined
  /** Digest of the whole content, where its algorithm is known for certain. */
  readonly digest?: Digest | undefined
}

export type Digest = { readonly hash: string; readonly algo: string }
