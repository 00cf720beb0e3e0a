import { hostname } from 'node:os'
import { diskOf } from '../fs/disk-of.js'
import type { ReadCalls } from '../fs/listed-file.js'
import type { Block } from '../stream/read-blocks.js'
import { factLines, type Facts } from './facts.js'
import { firstBlockReader } from './first-block.js'
import type { Failure } from './member-reader.js'
import { SIGNATURE_BYTES } from './signature.js'

/** What is to become of a file. */
export const STATE = {
  /** It has no bytes. */
  empty: 0,
  /** Its first block was read. */
  read: 1,
  /** It is read when all records have come. */
  waits: 2,
  failed: 3,
} as const

/** What was found out about the files of a block of lines; a column each, by the place of the line. */
export type Looked = {
  readonly files: number
  /** Where the line starts in the block, and its bytes without the LF. */
  readonly lineAt: Uint32Array
  readonly lineBytes: Uint32Array
  readonly size: Float64Array
  /** Bytes to compare: the size, or less. */
  readonly length: Float64Array
  readonly ino: BigUint64Array
  /** A number in `volumes`. */
  readonly volume: Uint32Array
  readonly state: Uint8Array
  readonly signatureBytes: Uint8Array
  /** Back to back. */
  readonly signatures: Buffer
  readonly volumes: readonly string[]
  readonly failures: readonly Failure[]
  readonly hasDigests: boolean
}

export type LookSettings = {
  /** A tail of zeros is not compared. */
  readonly trimsZeros: boolean
  /** Look into files at all; else they wait for ever. */
  readonly reads: boolean
}

const HERE = hostname()

/** The volume of all files that are on other machines. */
export const ELSEWHERE = ''

/**
 * Makes the function that reads the first block of each file in a block of lines. What had better
 * wait waits, if it may: a file with several names or a digest, which perhaps need not be read, and
 * one on a disk that is best read in order.
 */
export function blockLooker(fs: ReadCalls, { trimsZeros, reads }: LookSettings, disk = diskOf) {
  const readFirst = firstBlockReader(fs, trimsZeros)
  const rotates = memo((dev) => disk(dev)?.isRotational === true)

  const mayWait = ({ nlink, hash, dev }: Facts) =>
    !reads || nlink > 1 || hash !== undefined || rotates(dev)

  /** @throws {BadLine} */
  return (block: Block, canWait: boolean): Looked => {
    const lines = [...factLines(block)]
    const looked = columns(lines.length)
    const { state, signatures, signatureBytes, length, failures, volumes } = looked
    let used = 0
    let hasDigests = false
    for (const [file, { at, bytes, facts }] of lines.entries()) {
      const { size, ino, dev, host } = facts
      hasDigests ||= facts.hash !== undefined
      looked.lineAt[file] = at
      looked.lineBytes[file] = bytes
      looked.size[file] = length[file] = size
      looked.ino[file] = BigInt(ino)
      const volume = host === undefined || host === HERE ? dev : ELSEWHERE
      if (volume !== volumes.at(-1)) volumes.push(volume)
      looked.volume[file] = volumes.length - 1
      if (volume === ELSEWHERE) {
        state[file] = STATE.failed
        failures.push({ file, code: '', message: `is on another machine, ${host}` })
      } else if (size === 0) state[file] = STATE.empty
      else if (canWait && mayWait(facts)) state[file] = STATE.waits
      else
        try {
          const seen = readFirst(facts, signatures, used)
          state[file] = STATE.read
          length[file] = seen.length
          signatureBytes[file] = seen.signatureBytes
          used += seen.signatureBytes
        } catch (error) {
          const { code = '', message } = error as NodeJS.ErrnoException
          state[file] = STATE.failed
          failures.push({ file, code, message })
        }
    }
    return { ...looked, hasDigests, signatures: signatures.subarray(0, used) }
  }
}

function columns(files: number) {
  return {
    files,
    lineAt: new Uint32Array(files),
    lineBytes: new Uint32Array(files),
    size: new Float64Array(files),
    length: new Float64Array(files),
    ino: new BigUint64Array(files),
    volume: new Uint32Array(files),
    state: new Uint8Array(files),
    signatureBytes: new Uint8Array(files),
    signatures: Buffer.allocUnsafeSlow(files * SIGNATURE_BYTES),
    volumes: [] as string[],
    failures: [] as Failure[],
  }
}

/** Device numbers to remember; a record may claim any. */
const MAX_DEVICES = 1024

function memo<T>(find: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>()
  return (key) => {
    const value = known.get(key) ?? find(key)
    if (known.size === MAX_DEVICES) known.clear()
    known.set(key, value)
    return value
  }
}
