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
  if (passed > WARM_BYTES) setGrowth(1, STEADY)
}

/**
 * Tell that a record of so many bytes has come, many times those of others: until it is done with the
 * heap has to grow. To look at all of it each time that it has grown a little would take many times as
 * long as the work. It is steady again when what is made of the record has passed through.
 */
export function looseHeap(bytes: number): void {
  if (passed > WARM_BYTES) setGrowth(2, LOOSE)
  passed = -MADE_OF * bytes
}

/** Steps name two files each. */
const MADE_OF = 4

/** Percent by which the heap grows before all of it is looked at again. V8 itself takes up to 300. */
const [STEADY, LOOSE] = [5, 150]

/** @param young a factor, V8's own is 2; @param old percent */
function setGrowth(young: number, old: number): void {
  setFlagsFromString(`--semi-space-growth-factor=${young}`)
  setFlagsFromString(`--heap-growing-percent=${old}`)
}
