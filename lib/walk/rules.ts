import { globMatcher, type Matcher } from './glob-matcher.js'

/** What a user may ask for; sizes in bytes, times in nanoseconds since 1970. */
export type WalkOptions = {
  readonly follow?: boolean
  readonly oneFileSystem?: boolean
  readonly hidden?: boolean
  readonly minSize?: number
  readonly maxSize?: number
  readonly name?: readonly string[]
  readonly exclude?: readonly string[]
  readonly newer?: bigint
  readonly older?: bigint
  readonly maxDepth?: number
}

/** The same, ready for use: every limit a number, patterns compiled. */
export type Rules = {
  readonly follow: boolean
  readonly oneFileSystem: boolean
  readonly hidden: boolean
  readonly minSize: number
  readonly maxSize: number
  readonly named: Matcher | undefined
  readonly excluded: Matcher | undefined
  readonly newer: bigint | undefined
  readonly older: bigint | undefined
  readonly maxDepth: number
}

export async function walkRules(options: WalkOptions): Promise<Rules> {
  return {
    follow: options.follow ?? false,
    oneFileSystem: options.oneFileSystem ?? false,
    hidden: options.hidden ?? true,
    minSize: options.minSize ?? 1,
    maxSize: options.maxSize ?? Infinity,
    named: await globMatcher(options.name ?? []),
    excluded: await globMatcher(options.exclude ?? []),
    newer: options.newer,
    older: options.older,
    maxDepth: options.maxDepth ?? Infinity,
  }
}
