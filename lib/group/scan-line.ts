import type { Facts } from './facts.js'

/** The facts of a line, and where in it they stand; offsets are bytes from the line's start. */
export type Scanned = Facts & {
  /** Length without its LF. */
  readonly lineBytes: number
  /** The name's bytes stand in the line as they are, from here on. */
  readonly nameAt: number
  /** `,"hash":"…","algo":"…"` or what there is of it; empty where there is none. */
  readonly digestFrom: number
  readonly digestTo: number
}

const START = '{"type":"file","path":"'
const PATH = String.raw`\/|(?:\/(?!\.{1,2}[\/"])[^\/"\\\x00-\x1f]+)+`
const COUNT = String.raw`(?:0|[1-9]\d{0,14})`
const DIGITS = String.raw`(?:0|[1-9]\d{0,18})`
const WORD = String.raw`[ !#-\[\]-~]*`
/** Looked at again by `isHex`: a class of digits and letters would be guessed wrong at every other character. */
const HEX = String.raw`[^"]+`

const LINE = new RegExp(
  [
    String.raw`\{"type":"file","path":"(${PATH})"(?:,"root":"(?:${PATH})")?`,
    `,"size":(${COUNT}),"dev":"(${DIGITS})","ino":"(${DIGITS})"`,
    `,"nlink":${COUNT},"mode":${COUNT},"uid":${COUNT},"gid":${COUNT}`,
    `,"mtimeNs":"-?${DIGITS}","ctimeNs":"-?${DIGITS}"(?:,"blocks":${COUNT})?`,
    String.raw`(?:,"head":"(${HEX})","headBytes":([1-9]\d{0,14}))?`,
    `((?:,"algo":"(${WORD})")?(?:,"hash":"(${HEX})")?(?:,"algo":"(${WORD})")?)`,
    String.raw`(,"host":"(${WORD})")?\}\n`,
  ].join(''),
  'y',
)

/**
 * Read the line at `at` if it is spelled as dd-walk and dd-hash spell it, which takes a quarter of
 * the time of JSON and its checks. It takes no line that `parseFile` would refuse; what it does not
 * take, though good JSON, is left to `parseFile`.
 * @param bytes valid UTF-8, not over a mebibyte or so: a regular expression keeps a stack
 * @param text the same, one latin1 character a byte
 */
export function scanLine(bytes: Buffer, text: string, at: number): Scanned | undefined {
  LINE.lastIndex = at
  const found = LINE.exec(text)
  if (found === null) return undefined
  const [line, name, size, dev, ino, head, headBytes, digests, early, hash, late, tail, host] =
    found
  if (name === undefined || dev === undefined || ino === undefined) return undefined
  const lineBytes = line.length - 1
  const digestTo = lineBytes - 1 - (tail?.length ?? 0)
  const digestFrom = digestTo - (digests?.length ?? 0)
  const headTo = digestFrom - `","headBytes":${headBytes}`.length
  const hashTo = digestTo - 1 - (late === undefined ? 0 : `,"algo":"${late}"`.length)
  if (head !== undefined && !isHex(bytes, at + headTo - head.length, at + headTo)) return undefined
  const isHead = hash === head // the head of a small file is its whole
  if (hash !== undefined && !isHead && !isHex(bytes, at + hashTo - hash.length, at + hashTo)) return undefined
  return {
    name,
    size: Number(size),
    dev,
    ino,
    host,
    head,
    headBytes: headBytes === undefined ? undefined : Number(headBytes),
    hash,
    algo: late ?? early,
    lineBytes,
    nameAt: START.length,
    digestFrom,
    digestTo,
  }
}

const IS_HEX = new Uint8Array(256)
for (const digit of Buffer.from('0123456789abcdef')) IS_HEX[digit] = 1

/** Lowercase hex digits, two for each byte? */
function isHex(bytes: Buffer, from: number, to: number): boolean {
  let all = 1
  for (let i = from; i < to; i++) all &= IS_HEX[bytes[i]!]!
  return all === 1 && (to - from) % 2 === 0
}
