import { nanosecondsText, unsignedText, type FileStat } from '../fs/file-stat.js'
import type { Directory } from './directory.js'
import { utf8Text } from './latin1-path.js'

/** What records say at their end, all alike. */
type Ending = {
  /** When reading for their digests began; see `isProven`. */
  readonly readNs?: string | undefined
  /** The machine that they are to name. */
  readonly host?: string | undefined
}

/**
 * Makes the line of JSON, without its LF, of the record of a file. Put together by hand, because
 * `JSON.stringify` of the record would take longer than `lstat`; what stays the same from one file
 * to the next is kept. A test holds it against `JSON.stringify`.
 */
export function fileLines(
  ending: Ending = {},
): (dir: Directory, name: string, facts: FileStat) => string {
  const lines = new FileLines(ending)
  return (dir, name, facts) => lines.of(dir, name, facts)
}

class FileLines {
  #dir: Directory | undefined
  #head = ''
  #root = ''
  #like: FileStat | undefined
  #device = ''
  #owner = ''
  readonly #end: string

  constructor({ readNs, host }: Ending) {
    const read = readNs === undefined ? '' : `,"readNs":"${readNs}"`
    const on = host === undefined ? '' : `,"host":"${host}"`
    this.#end = `${on}${read}}` // as dd-hash does, which adds to what dd-walk wrote
  }

  of(dir: Directory, name: string, stat: FileStat): string {
    if (dir !== this.#dir) this.#enter(dir)
    if (this.#like === undefined || !isAlike(stat, this.#like)) this.#adapt(stat)
    return (
      `${dir.isPlain ? `${this.#head}${name}"` : oddHead(dir, name)}${this.#root}${stat.size}` +
      `${this.#device}${unsignedText(stat.inoHigh, stat.inoLow)}${this.#owner}` +
      `${nanosecondsText(stat.mtime, stat.mtimeNs)}","ctimeNs":"` +
      `${nanosecondsText(stat.ctime, stat.ctimeNs)}","blocks":${stat.blocks}${this.#end}`
    )
  }

  #enter(dir: Directory): void {
    this.#dir = dir
    this.#head = `{"type":"file","path":"${dir.path}/`
    this.#root = `,${pathField('root', dir.root)},"size":`
  }

  #adapt(stat: FileStat): void {
    const { dev, nlink, mode, uid, gid } = stat
    this.#like = { ...stat }
    this.#device = `,"dev":"${BigInt.asUintN(64, dev)}","ino":"`
    this.#owner = `","nlink":${nlink},"mode":${mode},"uid":${uid},"gid":${gid},"mtimeNs":"`
  }
}

function isAlike(a: FileStat, b: FileStat): boolean {
  return (
    a.mode === b.mode &&
    a.nlink === b.nlink &&
    a.dev === b.dev &&
    a.uid === b.uid &&
    a.gid === b.gid
  )
}

function oddHead(dir: Directory, name: string): string {
  return `{"type":"file",${pathField('path', `${dir.path}/${name}`)}`
}

function pathField(field: string, path: string): string {
  const text = utf8Text(path)
  if (text !== undefined) return `"${field}":${JSON.stringify(text)}`
  return `"${field}64":"${Buffer.from(path, 'latin1').toString('base64')}"`
}
