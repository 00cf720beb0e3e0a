import { setFlagsFromString } from 'node:v8'

/** By then the heap has grown to what a batch of records needs. */
const WARM_BYTES = 16 * 2 ** 20

let passed = 0

/**
 * Tell that so many bytes have passed through. After the first mebibytes the heap of a command that
 * streams has the size that suits it; V8 would let it grow on as long as the command runs, to three
 * times that, for nothing. Both flags are looked at anew in each collection.
 */
export function steadyHeap(bytes: number): void {
  if (passed > WARM_BYTES) return
  passed += bytes
  if (passed <= WARM_BYTES) return
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString('--heap-growing-percent=5')
}
