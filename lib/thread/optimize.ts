import { setFlagsFromString } from 'node:v8'

/**
 * V8 optimizes a function once it has run for so many bytes of its code: in Node 20 for the second number. What it
 * optimizes costs a third of the CPU of a run of half a second, and is ready when that is nearly over.
 */
const [LATE, SOON] = [800_000, 66 * 1024]

/** Later ones count calls, and have a compiler between the slow one and none: they lose little. */
const isNode20 = process.versions.v8.startsWith('11.')

/** Have little optimized, in all threads: for as long as it may be a short run. */
export function optimizeLate(): void {
  if (isNode20) setFlagsFromString(`--interrupt-budget=${LATE}`)
}

/**
 * Have what runs much optimized, as V8 does. Also when the work is done: V8 takes no code that was compiled while
 * a flag had another value, and at the end of a run it is kept for the next one.
 */
export function optimizeSoon(): void {
  if (isNode20) setFlagsFromString(`--interrupt-budget=${SOON}`)
}
