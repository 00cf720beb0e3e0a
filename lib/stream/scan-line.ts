/** What a line says of a file, and where in it that stands; offsets are bytes from the line's start. */
export type Scanned = {
  /** The path's bytes, one latin1 character each. */
  readonly name: string
  /** Bytes. */
  readonly size: number
  readonly dev: string
  readonly ino: string
  readonly nlink: number
  readonly uid: number
  readonly mtimeNs: string
  readonly ctimeNs: string
  readonly host: string | undefined
  readonly head: string | undefined
  readonly headBytes: number | undefined
  readonly hash: string | undefined
  readonly algo: string | undefined
  readonly readNs: string | undefined
  /** Where the digits of `head` and `hash` stand in the bytes that were scanned. */
  readonly headAt: number
  readonly hashAt: number
  /** Length without its LF. */
  readonly lineBytes: number
  /** The name's bytes stand in the line as they are, from here on. */
  readonly nameAt: number
  /** `,"hash":"…","algo":"…"` or what there is of it; empty where there is none. */
  readonly digestFrom: number
  readonly digestTo: number
}

const START = '{"type":"file","path":"'
/** As regular expressions: an absolute, normal path without escapes, numbers, and a word without escapes. */
export const PATH = String.raw`\/|(?:\/(?!\.{1,2}[\/"])[^\/"\\\x00-\x1f]+)+`
export const COUNT = String.raw`(?:0|[1-9]\d{0,14})`
export const DIGITS = String.raw`(?:0|[1-9]\d{0,18})`
export const WORD = String.raw`[ !#-\[\]-~]*`
/** The name of a machine, as `isHostName` takes it. */
export const HOST = String.raw`[\w.\-]{1,64}`
/** Looked at again by `isHex`: a class of digits and letters would be guessed wrong at every other character. */
const HEX = String.raw`[^"]+`

const LINE = new RegExp(
  [
    String.raw`\{"type":"file","path":"(${PATH})"(?:,"root":"(?:${PATH})")?`,
    `,"size":(${COUNT}),"dev":"(${DIGITS})","ino":"(${DIGITS})"`,
    `,"nlink":(${COUNT}),"mode":${COUNT},"uid":(${COUNT}),"gid":${COUNT}`,
    `,"mtimeNs":"(-?${DIGITS})","ctimeNs":"(-?${DIGITS})"(?:,"blocks":${COUNT})?`,
    `(?:,"host":"(${HOST})")?`,
    String.raw`(?:,"head":"(${HEX})"(,"headBytes":([1-9]\d{0,14})))?`,
    `((?:,"algo":"(${WORD})")?(?:,"hash":"(${HEX})")?(,"algo":"(${WORD})")?)`,
    `(,"readNs":"(-?${DIGITS})")?`,
    String.raw`(,"host":"(${HOST})")?\}\n`,
  ].join(''),
  'y',
)

/** A block over this is not to be scanned: a regular expression would run out of stack. */
export const MOST_SCANNED_BYTES = 2 ** 20

/** What the parentheses of LINE hold. Groups with names would take an object more for each line. */
const AT = {
  name: 1,
  size: 2,
  dev: 3,
  ino: 4,
  nlink: 5,
  uid: 6,
  mtimeNs: 7,
  ctimeNs: 8,
  host: 9,
  head: 10,
  headBytesField: 11,
  headBytes: 12,
  digests: 13,
  algo: 14,
  hash: 15,
  lastAlgoField: 16,
  lastAlgo: 17,
  readNsField: 18,
  readNs: 19,
  lastHostField: 20,
  lastHost: 21,
} as const

/**
 * Read the line at `at` if it is spelled as dd-walk and dd-hash spell it, which takes a quarter of
 * the time of JSON and its checks. It takes no line that `parseFile` would refuse; what it does not
 * take, though good JSON, is left to `parseFile`.
 * @param bytes valid UTF-8, at most `MOST_SCANNED_BYTES`
 * @param text the same, one latin1 character a byte
 */
export function scanLine(bytes: Buffer, text: string, at: number): Scanned | undefined {
  LINE.lastIndex = at
  const found = LINE.exec(text)
  if (found === null) return undefined
  const head = found[AT.head]
  const hash = found[AT.hash]
  const lineBytes = found[0].length - 1
  const after = lengthOf(found[AT.readNsField]) + lengthOf(found[AT.lastHostField])
  const digestTo = lineBytes - 1 - after
  const digestFrom = digestTo - lengthOf(found[AT.digests])
  const headAt = at + digestFrom - lengthOf(found[AT.headBytesField]) - 1 - lengthOf(head)
  const hashAt = at + digestTo - lengthOf(found[AT.lastAlgoField]) - 1 - lengthOf(hash)
  if (head !== undefined && !isHex(bytes, headAt, head.length)) return undefined
  const isHead = hash === head // the head of a small file is the whole of it
  if (hash !== undefined && !isHead && !isHex(bytes, hashAt, hash.length)) return undefined
  return {
    name: found[AT.name]!,
    size: Number(found[AT.size]),
    dev: found[AT.dev]!,
    ino: found[AT.ino]!,
    nlink: Number(found[AT.nlink]),
    uid: Number(found[AT.uid]),
    mtimeNs: found[AT.mtimeNs]!,
    ctimeNs: found[AT.ctimeNs]!,
    host: found[AT.lastHost] ?? found[AT.host],
    head,
    headBytes: head === undefined ? undefined : Number(found[AT.headBytes]),
    hash,
    algo: found[AT.lastAlgo] ?? found[AT.algo],
    readNs: found[AT.readNs],
    headAt,
    hashAt,
    lineBytes,
    nameAt: START.length,
    digestFrom,
    digestTo,
  }
}

function lengthOf(text: string | undefined): number {
  return text === undefined ? 0 : text.length
}

const IS_HEX = new Uint8Array(256)
for (const digit of Buffer.from('0123456789abcdef')) IS_HEX[digit] = 1

const MOST_DIGITS = 128

/** Lowercase hex digits, two for each byte, as a digest has? */
function isHex(bytes: Buffer, from: number, length: number): boolean {
  let all = 1
  for (let i = from; i < from + length; i++) all &= IS_HEX[bytes[i]!]!
  return all === 1 && length % 2 === 0 && length <= MOST_DIGITS
}
