import { diskOf } from '../fs/disk-of.js'
import type { ReadCalls } from '../fs/listed-file.js'
import { awayWords, elsewhere, isHere } from '../record/host.js'
import type { Block } from '../stream/read-blocks.js'
import { emptyChecker } from './check-empty.js'
import { factLines, type Facts } from './facts.js'
import { firstBlockReader, type Seen } from './first-block.js'
import type { Failure } from './member-reader.js'
import { SIGNATURE_BYTES } from './signature.js'

/** What is to become of a file. */
export const STATE = {
  /** It has no bytes: one was asked for. */
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
  /** Look into files that have a size; else they wait for ever. */
  readonly reads: boolean
}

/** The volume of all files that are on other machines. */
export const ELSEWHERE = ''

/**
 * Makes the function that reads the first block of each file in a block of lines; of one that says 0
 * bytes, whether that is so. What had better
 * wait waits, if it may: a file with several names or a digest, which perhaps need not be read, and
 * one on a disk that is best read in order.
 */
export function blockLooker(fs: ReadCalls, { trimsZeros, reads }: LookSettings, disk = diskOf) {
  const readFirst = firstBlockReader(fs, trimsZeros)
  const checkEmpty = emptyChecker(fs)
  const rotates = memo((dev) => disk(dev)?.isRotational === true)

  const mayWait = ({ nlink, hash, dev }: Facts) =>
    !reads || nlink > 1 || hash !== undefined || rotates(dev)

  /** @throws {Changed | NodeJS.ErrnoException} */
  const look = (facts: Facts, canWait: boolean, signatures: Buffer, at: number): Sight => {
    const { size: length } = facts
    const host = elsewhere(facts)
    if (host !== undefined) throw new Error(awayWords(host))
    if (length === 0) {
      checkEmpty(facts)
      return { state: STATE.empty, length, signatureBytes: 0 }
    }
    if (canWait && mayWait(facts)) return { state: STATE.waits, length, signatureBytes: 0 }
    return { state: STATE.read, ...readFirst(facts, signatures, at) }
  }

  /** @throws {BadLine} */
  return (block: Block, canWait: boolean): Looked => {
    const lines = [...factLines(block)]
    const looked = columns(lines.length)
    let used = 0
    for (const [file, { at, bytes, facts }] of lines.entries()) {
      looked.lineAt[file] = at
      looked.lineBytes[file] = bytes
      looked.size[file] = looked.length[file] = facts.size
      looked.ino[file] = BigInt(facts.ino)
      looked.volume[file] = lastPlace(looked.volumes, isHere(facts) ? facts.dev : ELSEWHERE)
      try {
        const { state, length, signatureBytes } = look(facts, canWait, looked.signatures, used)
        looked.state[file] = state
        looked.length[file] = length
        looked.signatureBytes[file] = signatureBytes
        used += signatureBytes
      } catch (error) {
        const { code = '', message } = error as NodeJS.ErrnoException
        looked.state[file] = STATE.failed
        looked.failures.push({ file, code, message })
      }
    }
    const hasDigests = lines.some(({ facts }) => facts.hash !== undefined)
    return { ...looked, hasDigests, signatures: looked.signatures.subarray(0, used) }
  }
}

type Sight = Seen & { readonly state: (typeof STATE)[keyof typeof STATE] }

/** Most files follow one of the same device. */
function lastPlace(volumes: string[], volume: string): number {
  return (volume === volumes.at(-1) ? volumes.length : volumes.push(volume)) - 1
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
