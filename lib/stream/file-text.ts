import { parseFile, type FileRecord } from '../record/file.js'
import { fromLatin1 } from './from-latin1.js'
import { COUNT, DIGITS, HOST, PATH, WORD } from './scan-line.js'

/** Lowercase hex digits, two for each byte. */
const HEX = '(?:[0-9a-f]{2}){1,64}'

/** What a file record may have that is looked at; any other field may have any value. */
const KNOWN =
  'type|path|path64|root|root64|size|dev|ino|nlink|mode|uid|gid|mtimeNs|ctimeNs|blocks|' +
  'head|headBytes|hash|algo|readNs|host|__proto__'

const MORE = [
  `"host":"${HOST}"`,
  String.raw`"head":"${HEX}","headBytes":[1-9]\d{0,14}`,
  `"hash":"${HEX}"`,
  `"algo":"${WORD}"`,
  `"readNs":"-?${DIGITS}"`,
  `"(?!(?:${KNOWN})")\\w+":(?:"${WORD}"|${COUNT})`,
].join('|')

/** @param size of the file, as a regular expression */
function fileOf(size: string): RegExp {
  const fields = [
    String.raw`\{"type":"file","path":"(${PATH})"(?:,"root":"(${PATH})")?`,
    `,"size":(${size}),"dev":"(${DIGITS})","ino":"(${DIGITS})"`,
    `,"nlink":(${COUNT}),"mode":(${COUNT}),"uid":(${COUNT}),"gid":(${COUNT})`,
    `,"mtimeNs":"(-?${DIGITS})","ctimeNs":"(-?${DIGITS})"(?:,"blocks":(${COUNT}))?`,
    String.raw`((?:,(?:${MORE}))*)\}`,
  ]
  return new RegExp(fields.join(''), 'y')
}

const FILE = fileOf(COUNT)

/**
 * Makes the function that says where a file record ends that starts at `at`: 0 where there is none
 * of this size, or it is spelled in another way.
 */
export function fileEnds(size: number): (text: string, at: number) => number {
  const file = fileOf(String(size))
  return (text, at) => {
    file.lastIndex = at
    return file.test(text) ? file.lastIndex : 0
  }
}

/**
 * A file record out of text that holds many: a third of the time of JSON and its checks, which stand
 * in where it is spelled in another way than dd-walk's.
 * @param text one latin1 character a byte, at most `MOST_SCANNED_BYTES`, or what stands from `at` to
 *   `end` is all of it; a file record as JSON.stringify writes it
 * @param decode makes text of the bytes
 */
export function readFile(text: string, at: number, end: number, decode = fromLatin1): FileRecord {
  FILE.lastIndex = at
  const found = FILE.exec(text)
  if (found === null) return parseFile(JSON.parse(decode(text.slice(at, end))))
  return new FileOfText(found, text.slice(at, end), decode)
}

/** A file record as JSON.stringify writes it; of one that was read from text, that text. */
export function fileText(file: FileRecord): string {
  return FileOfText.textOf(file) ?? JSON.stringify(file)
}

/**
 * A file record that knows its text. A copy of it does not, as it may have other fields. Its fields
 * are declared only, so that they are in the order of the text.
 */
class FileOfText {
  readonly type = 'file'
  declare readonly path: string
  declare readonly root?: string
  declare readonly size: number
  declare readonly dev: string
  declare readonly ino: string
  declare readonly nlink: number
  declare readonly mode: number
  declare readonly uid: number
  declare readonly gid: number
  declare readonly mtimeNs: string
  declare readonly ctimeNs: string
  declare readonly blocks?: number
  readonly #text: string
  readonly #decode: (latin1: string) => string

  constructor(found: RegExpExecArray, text: string, decode: (latin1: string) => string) {
    this.#text = text
    this.#decode = decode
    this.path = decode(found[1]!)
    if (found[2] !== undefined) this.root = decode(found[2])
    this.size = Number(found[3])
    this.dev = found[4]!
    this.ino = found[5]!
    this.nlink = Number(found[6])
    this.mode = Number(found[7])
    this.uid = Number(found[8])
    this.gid = Number(found[9])
    this.mtimeNs = found[10]!
    this.ctimeNs = found[11]!
    if (found[12] !== undefined) this.blocks = Number(found[12])
    if (found[13] !== '') Object.assign(this, JSON.parse(`{${found[13]!.slice(1)}}`))
  }

  static textOf(file: FileRecord): string | undefined {
    return #text in file ? file.#decode(file.#text) : undefined
  }
}
