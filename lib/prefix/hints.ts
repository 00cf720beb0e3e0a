import { nameHint } from './name-hint.js'
import { END } from './relations.js'

/** A file that is the beginning of another. */
export type Start = {
  /** The paths' bytes, one latin1 character each; the whole file may have several, or copies. */
  readonly path: string
  readonly wholePaths: readonly string[]
  /** Bytes that are equal, and those that both have. */
  readonly bytes: number
  readonly size: number
  readonly wholeSize: number
  /** Bits of END. */
  readonly end: number
}

export type Judgement = { readonly confidence: 'high' | 'low'; readonly hints: readonly string[] }

/** What programs that copy write at a time is a multiple of it. */
const BLOCK_BYTES = 4096

/** A smaller file may begin another by chance. */
const TINY_BYTES = 4096

/** A smaller file may be no more than what all files of its kind begin with. */
const HEADER_BYTES = 64 * 1024
const HEADER_PART = 1 / 16

const LOG = /(?:^|[._-])logs?(?:[._-]|$)|^(?:syslog|messages|journal|maillog)/i

/**
 * How likely a file is what an interrupted copy left. High: something speaks for it besides the
 * bytes, and nothing against it. Pure.
 */
export function judge({ path, wholePaths, bytes, size, wholeSize, end }: Start): Judgement {
  const [dir, base] = split(path)
  const wholes = wholePaths.map(split)
  const [name] = wholes.map(([, wholeBase]) => nameHint(base, wholeBase)).filter(isHint)
  const reasons = [
    name,
    bytes % BLOCK_BYTES === 0 && 'block-end',
    bytes * 2 >= wholeSize && 'most',
    size === wholeSize && 'same-size',
  ].filter(isHint)
  const doubts = [
    bytes < TINY_BYTES && 'tiny',
    (end & END.zeros) !== 0 && 'zeros',
    bytes < HEADER_BYTES && bytes < wholeSize * HEADER_PART && 'header',
    (end & END.lines) !== 0 && 'appended',
    [base, ...wholes.map(([, wholeBase]) => wholeBase)].some((one) => LOG.test(one)) && 'log',
  ].filter(isHint)
  const place = wholes.some(([wholeDir]) => wholeDir === dir) ? ['same-dir'] : []
  const confidence = reasons.length > 0 && doubts.length === 0 ? 'high' : 'low'
  return { confidence, hints: [...place, ...reasons, ...doubts] }
}

function isHint(hint: string | false | undefined): hint is string {
  return typeof hint === 'string'
}

function split(path: string): [dir: string, base: string] {
  const slash = path.lastIndexOf('/')
  return [path.slice(0, slash), path.slice(slash + 1)]
}
