import { setFlagsFromString } from 'node:v8'

/**
 * V8 optimizes a function once it has run for so many bytes of its code; its own number is smaller. What it
 * optimizes costs a third of the CPU of a run of half a second, and is ready when that is nearly over.
 */
const [LATE, SOON] = [800_000, 132 * 1024]

/** Have little optimized, in all threads: for as long as it may be a short run. */
export function optimizeLate(): void {
  setBudget(LATE)
}

/** Have what runs much optimized, as V8 does. */
export function optimizeSoon(): void {
  setBudget(SOON)
}

function setBudget(bytes: number): void {
  if (hasBudget(process.versions.v8)) setFlagsFromString(`--interrupt-budget=${bytes}`)
}

/** Whether a V8 has that flag: that of Node 20 does. Others (Node 21 to 25 were tried) say so on standard error. */
export function hasBudget(v8: string): boolean {
  return v8.startsWith('11.3.')
}
