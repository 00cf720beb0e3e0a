import type { ReadCalls } from '../fs/listed-file.js'

/** Several threads count in units of so many bytes: 2^32 of them are more than any disk holds. */
const UNIT_BYTES = 64 * 1024

/** A counter that threads share. */
export function newReadCount(): SharedArrayBuffer {
  return new SharedArrayBuffer(4)
}

/** Bytes that all threads have read, rounded down a little for each. */
export function bytesCounted(shared: SharedArrayBuffer): number {
  return UNIT_BYTES * Atomics.load(new Uint32Array(shared), 0)
}

/** Makes the function that counts bytes: not each time, since other threads count, too. */
export function readCounter(shared: SharedArrayBuffer): (bytes: number) => void {
  const count = new Uint32Array(shared)
  let rest = 0
  return (bytes) => {
    rest += bytes
    if (rest < UNIT_BYTES) return
    Atomics.add(count, 0, Math.floor(rest / UNIT_BYTES))
    rest %= UNIT_BYTES
  }
}

/** The same calls, and what they read is counted. */
export function countedReads(calls: ReadCalls, shared: SharedArrayBuffer): ReadCalls {
  const count = readCounter(shared)
  const readSync: ReadCalls['readSync'] = (fd, to, at, length, from) => {
    const done = calls.readSync(fd, to, at, length, from)
    count(done)
    return done
  }
  return { ...calls, readSync }
}
