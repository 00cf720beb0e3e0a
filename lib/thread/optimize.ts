import { setFlagsFromString } from 'node:v8'

/**
 * V8 optimizes a function once it has run for so many bytes of its code: in Node 20 for the second number. What it
 * optimizes costs a third of the CPU of a run of half a second, and is ready when that is nearly over.
 */
const [LATE, SOON] = [800_000, 66 * 1024]

/** Have little optimized, in all threads: for as long as it may be a short run. */
export function optimizeLate(): void {
  setBudget(LATE)
}

/**
 * Have what runs much optimized, as V8 does. Also when the work is done: V8 takes no code that was compiled while
 * a flag had another value, and at the end of a run it is kept for the next one.
 */
export function optimizeSoon(): void {
  setBudget(SOON)
}

function setBudget(bytes: number): void {
  if (hasBudget(process.versions.v8)) setFlagsFromString(`--interrupt-budget=${bytes}`)
}

/**
 * Whether a V8 has that flag: the one of Node 20 does. Those of Node 21 and later say on standard error that they
 * have not. They count calls, and have a compiler between the slow one and none: they lose little.
 */
export function hasBudget(v8: string): boolean {
  return v8.startsWith('11.3.')
}
