import type { Libc } from './libc.js'

/** `syncfs(2)`, and `futimens(3)` to the nanosecond. */
export function bindSync({ func, checked }: Libc) {
  const syncfs = func('int syncfs(int)')
  const futimens = func('int futimens(int, uint8_t*)')
  return {
    syncFileSystem: (fd: number) => void checked('syncfs', syncfs(fd)),
    setTimes: (fd: number, atimeNs: bigint, mtimeNs: bigint) => {
      const times = Buffer.alloc(32)
      writeTimespec(times, 0, atimeNs)
      writeTimespec(times, 16, mtimeNs)
      checked('futimens', futimens(fd, times))
    },
  }
}

const SECOND = 1_000_000_000n

function writeTimespec(into: Buffer, at: number, ns: bigint): void {
  const nanos = ((ns % SECOND) + SECOND) % SECOND // before 1970 the fraction still counts upwards
  into.writeBigInt64LE((ns - nanos) / SECOND, at)
  into.writeBigInt64LE(nanos, at + 8)
}
