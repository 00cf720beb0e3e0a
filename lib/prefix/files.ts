import { parseFile, type FileRecord } from '../record/file.js'
import { pathBytes } from '../record/path.js'
import { grown } from '../sort/grown.js'
import { asBuffer } from '../thread/as-buffer.js'
import { Lines } from './lines.js'
import type { Looked } from './look-block.js'
import { Signatures } from './signatures.js'

/** How the lines of dd-walk begin. */
const PATH_START = Buffer.from('{"type":"file","path":"')
const QUOTE = 0x22

/**
 * What is remembered of every file, by its number: in columns, since an object for each would cost
 * several times as much. The records themselves are set aside as lines.
 */
export class Files {
  readonly lines: Lines
  readonly signatures = new Signatures()
  /** Device numbers, as they came. */
  readonly volumes: string[] = []
  count = 0
  /** Some of the records have a digest of the whole file. */
  hasDigests = false
  /** Bytes. */
  size = new Float64Array(1024)
  /** Bytes that are compared: the size, or those before a tail of zeros. */
  length = new Float64Array(1024)
  ino = new BigUint64Array(1024)
  /** A number in `volumes`. */
  volume = new Uint32Array(1024)
  /** One of STATE. */
  state = new Uint8Array(1024)
  #lineAt = new Float64Array(1024)
  #lineBytes = new Uint32Array(1024)
  readonly #volumeNumbers = new Map<string, number>()

  constructor(lines = new Lines()) {
    this.lines = lines
  }

  /**
   * Add the files of a block.
   * @param offset of the block in `lines`
   * @returns the number of the first
   */
  add(looked: Looked, offset: number): number {
    const first = this.count
    this.#reserve(first + looked.files)
    this.count += looked.files
    this.hasDigests ||= looked.hasDigests
    this.size.set(looked.size, first)
    this.ino.set(looked.ino, first)
    this.#lineBytes.set(looked.lineBytes, first)
    const volumes = looked.volumes.map((volume) => this.#volumeNumber(volume))
    for (let i = 0; i < looked.files; i++) {
      this.#lineAt[first + i] = offset + looked.lineAt[i]!
      this.volume[first + i] = volumes[looked.volume[i]!]!
    }
    this.note(looked, (i) => first + i)
    return first
  }

  /** Enter what was seen when files were read. */
  note(looked: Looked, numberOf: (i: number) => number): void {
    const signatures = asBuffer(looked.signatures)
    for (let i = 0, at = 0; i < looked.files; i++) {
      const file = numberOf(i)
      const bytes = looked.signatureBytes[i]!
      this.state[file] = looked.state[i]!
      this.length[file] = looked.length[i]!
      this.signatures.set(file, signatures, at, bytes)
      at += bytes
    }
  }

  /** The line of a file, without LF. */
  line(file: number): Buffer {
    const line = Buffer.allocUnsafe(this.#lineBytes[file]!)
    this.lines.read(this.#lineAt[file]!, line)
    return line
  }

  /** The bytes of its path, one latin1 character each: so they compare as the bytes do. */
  path(file: number): string {
    const line = this.line(file)
    const end = line.indexOf(QUOTE, PATH_START.length)
    const isPlain = line.compare(PATH_START, 0, PATH_START.length, 0, PATH_START.length) === 0
    const path = line.toString('latin1', PATH_START.length, end)
    if (isPlain && !path.includes('\\')) return path
    return pathBytes(this.record(file)).toString('latin1')
  }

  record(file: number): FileRecord {
    return parseFile(JSON.parse(this.line(file).toString('utf8')))
  }

  #volumeNumber(volume: string): number {
    const known = this.#volumeNumbers.get(volume)
    if (known !== undefined) return known
    this.#volumeNumbers.set(volume, this.volumes.length)
    return this.volumes.push(volume) - 1
  }

  #reserve(files: number): void {
    if (files <= this.size.length) return
    const room = Math.max(files, 2 * this.size.length)
    this.size = grown(this.size, new Float64Array(room))
    this.length = grown(this.length, new Float64Array(room))
    this.ino = grown(this.ino, new BigUint64Array(room))
    this.volume = grown(this.volume, new Uint32Array(room))
    this.state = grown(this.state, new Uint8Array(room))
    this.#lineAt = grown(this.#lineAt, new Float64Array(room))
    this.#lineBytes = grown(this.#lineBytes, new Uint32Array(room))
  }
}
