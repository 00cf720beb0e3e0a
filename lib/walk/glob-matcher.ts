/** True if a path, relative and with a slash at its end if it is a directory, fits the patterns. */
export type Matcher = (path: string) => boolean

/** The package remembers every path that it was asked about: start afresh before that is much. */
const ASK_AFRESH = 1000

/**
 * Patterns in gitignore syntax; the last one that fits decides. Case counts, and a leading `#` is
 * no comment: `#recycle` is a directory on many a NAS.
 * @returns undefined without patterns
 */
export async function globMatcher(patterns: readonly string[]): Promise<Matcher | undefined> {
  if (patterns.length === 0) return undefined
  const { default: ignore } = await import('ignore') // most walks need none
  const list = patterns.map((pattern) => pattern.replace(/^#/, '\\#'))
  const fresh = () => ignore({ ignorecase: false, allowRelativePaths: true }).add(list)
  let matcher = fresh()
  let asked = 0
  return (path) => {
    if (++asked % ASK_AFRESH === 0) matcher = fresh()
    return matcher.ignores(path)
  }
}
