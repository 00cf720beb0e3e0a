import { endianness } from 'node:os'
import type { Libc } from './libc.js'

const AT_EMPTY_PATH = 0x1000
const STATX_MNT_ID = 0x1000

/** Words of 32 bits of a `struct statx`, and where it has the mount, in words of 64. */
const STATX_WORDS = 64
const MOUNT = 18

/** Undefined where the C library has no statx, or lays numbers out the other way round. */
export function bindMountId({ func }: Libc): {
  readonly mountId: ((fd: number) => string | undefined) | undefined
} {
  if (endianness() !== 'LE') return { mountId: undefined }
  try {
    const statx = func('int statx(int, const char*, int, unsigned int, uint32_t*)')
    return { mountId: mountIdOf(statx) }
  } catch {
    return { mountId: undefined } // musl has statx since 1.2.5 only
  }
}

/** Kernels before 5.8 say nothing of a mount, and leave it out of their mask. */
function mountIdOf(statx: ReturnType<Libc['func']>) {
  const words = new Uint32Array(STATX_WORDS)
  const longs = new BigUint64Array(words.buffer)
  return (fd: number): string | undefined => {
    const result = statx(fd, '', AT_EMPTY_PATH, STATX_MNT_ID, words)
    return result === 0 && words[0]! & STATX_MNT_ID ? String(longs[MOUNT]) : undefined
  }
}
