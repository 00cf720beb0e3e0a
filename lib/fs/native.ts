import { createRequire } from 'node:module'

/**
 * What the kernel can do and Node cannot, through koffi where that is installed and loads.
 * Every call throws an error with `code` (EXDEV, EINVAL, ...), as node:fs does.
 */
export type Native = {
  /** Swap two names in one step: `renameat2(RENAME_EXCHANGE)`. */
  readonly exchange: (a: Buffer, b: Buffer) => void
  /** Rename, but never over something: `renameat2(RENAME_NOREPLACE)`. */
  readonly renameNoReplace: (from: Buffer, to: Buffer) => void
  /**
   * Let `to` share the blocks of `from` if the kernel, with both locked, finds the same bytes.
   * Changes no name, no time, no inode. False: the bytes differ, nothing was done.
   */
  readonly dedupe: (from: number, to: number, size: number) => boolean
  /** Access and modification time of an open file, to the nanosecond. */
  readonly setTimes: (fd: number, atimeNs: bigint, mtimeNs: bigint) => void
  /** Exclusive lock on an open file, gone when the process is. False: another has it. */
  readonly lock: (fd: number) => boolean
  /** True: somebody has the file open for writing. Undefined: the kernel will not say. */
  readonly hasWriter: (fd: number) => boolean | undefined
  /** The file's extended attributes, names and values, in one comparable string. */
  readonly xattrs: (fd: number) => string
  readonly setXattr: (fd: number, name: string, value: Buffer) => void
}

let loaded: Native | undefined | null = null

/** The native calls, or undefined where koffi is not there, or the system is not Linux. */
export function native(): Native | undefined {
  if (loaded === null) loaded = process.env.DD_TOOLS_NATIVE === '0' ? undefined : load()
  return loaded
}

function load(): Native | undefined {
  if (process.platform !== 'linux') return undefined
  try {
    return bind(createRequire(import.meta.url)('koffi'))
  } catch {
    return undefined
  }
}

const AT_FDCWD = -100
const RENAME_NOREPLACE = 1
const RENAME_EXCHANGE = 2
const FIDEDUPERANGE = 0xc0189436
const DEDUPE_BYTES = 16 * 2 ** 20
const FILE_DEDUPE_RANGE_DIFFERS = 1
const LOCK_EX_NB = 2 | 4
const F_SETLEASE = 1024
const [F_RDLCK, F_UNLCK] = [0, 2]

function bind(koffi: typeof import('koffi')): Native {
  const libc = koffi.load(null)
  const renameat2 = libc.func('int renameat2(int, uint8_t*, int, uint8_t*, unsigned int)')
  const ioctl = libc.func('int ioctl(int, unsigned long, uint8_t*)')
  const futimens = libc.func('int futimens(int, uint8_t*)')
  const flock = libc.func('int flock(int, int)')
  const fcntl = libc.func('int fcntl(int, int, int)')
  const flistxattr = libc.func('ssize_t flistxattr(int, uint8_t*, size_t)')
  const fgetxattr = libc.func('ssize_t fgetxattr(int, const char*, uint8_t*, size_t)')
  const fsetxattr = libc.func('int fsetxattr(int, const char*, uint8_t*, size_t, int)')

  const code = () => codeOf(koffi.os.errno, koffi.errno())
  const checked = (call: string, result: number) => {
    if (result >= 0) return result
    throw Object.assign(new Error(`${call}: ${code()}`), { code: code() })
  }
  const rename = (flag: number) => (from: Buffer, to: Buffer) =>
    void checked('renameat2', renameat2(AT_FDCWD, cString(from), AT_FDCWD, cString(to), flag))

  const dedupeChunk = (from: number, to: number, offset: number, length: number) => {
    const arg = Buffer.alloc(24 + 32)
    arg.writeBigUInt64LE(BigInt(offset), 0)
    arg.writeBigUInt64LE(BigInt(length), 8)
    arg.writeUInt16LE(1, 16)
    arg.writeBigInt64LE(BigInt(to), 24)
    arg.writeBigUInt64LE(BigInt(offset), 32)
    checked('ioctl', ioctl(from, FIDEDUPERANGE, arg))
    const status = arg.readInt32LE(48)
    if (status < 0) {
      const name = codeOf(koffi.os.errno, -status)
      throw Object.assign(new Error(`FIDEDUPERANGE: ${name}`), { code: name })
    }
    if (status === FILE_DEDUPE_RANGE_DIFFERS) return 0
    return Number(arg.readBigUInt64LE(40))
  }

  const xattrNames = (fd: number) => {
    const size = flistxattr(fd, Buffer.alloc(0), 0)
    if (size <= 0) return []
    const names = Buffer.alloc(size)
    const length = checked('flistxattr', flistxattr(fd, names, size))
    return names.toString('utf8', 0, length).split('\0').filter(Boolean)
  }
  const xattrValue = (fd: number, name: string) => {
    const value = Buffer.alloc(Math.max(0, fgetxattr(fd, name, Buffer.alloc(0), 0)))
    const length = fgetxattr(fd, name, value, value.length)
    return value.subarray(0, Math.max(0, length)).toString('base64')
  }

  return {
    exchange: rename(RENAME_EXCHANGE),
    renameNoReplace: rename(RENAME_NOREPLACE),
    dedupe: (from, to, size) => {
      for (let at = 0; at < size;) {
        const done = dedupeChunk(from, to, at, Math.min(DEDUPE_BYTES, size - at))
        if (done === 0) return false
        at += done
      }
      return true
    },
    setTimes: (fd, atimeNs, mtimeNs) => {
      const times = Buffer.alloc(32)
      writeTimespec(times, 0, atimeNs)
      writeTimespec(times, 16, mtimeNs)
      checked('futimens', futimens(fd, times))
    },
    lock: (fd) => {
      if (flock(fd, LOCK_EX_NB) === 0) return true
      if (code() === 'EAGAIN') return false
      throw Object.assign(new Error(`flock: ${code()}`), { code: code() })
    },
    hasWriter: (fd) => {
      if (fcntl(fd, F_SETLEASE, F_RDLCK) === 0) {
        fcntl(fd, F_SETLEASE, F_UNLCK)
        return false
      }
      return code() === 'EAGAIN' ? true : undefined
    },
    xattrs: (fd) =>
      JSON.stringify(
        xattrNames(fd)
          .sort()
          .map((name) => [name, xattrValue(fd, name)]),
      ),
    setXattr: (fd, name, value) =>
      void checked('fsetxattr', fsetxattr(fd, name, value, value.length, 0)),
  }
}

function codeOf(names: { readonly [name: string]: number }, errno: number): string {
  return Object.keys(names).find((name) => names[name] === errno) ?? `E${errno}`
}

function cString(path: Buffer): Buffer {
  return Buffer.concat([path, Buffer.of(0)])
}

function writeTimespec(into: Buffer, at: number, ns: bigint): void {
  const second = 1_000_000_000n
  const nanos = ((ns % second) + second) % second // before 1970 the fraction still counts upwards
  into.writeBigInt64LE((ns - nanos) / second, at)
  into.writeBigInt64LE(nanos, at + 8)
}
