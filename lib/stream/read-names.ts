import type { OnFault } from '../record/fault.js'

/** No path is longer. */
const MAX_NAME_BYTES = 4096

/**
 * The names of a list, each ended by NUL, in batches; the last may lack its NUL, as du and wc
 * allow. A name that is empty, or can only be a list of another kind, is a fault that gives its
 * number, counted from 1. Memory: one chunk.
 */
export async function* readNames(
  input: AsyncIterable<Buffer>,
  fault: OnFault,
): AsyncGenerator<Buffer[]> {
  let number = 0
  let rest: Buffer = Buffer.alloc(0)
  const isName = (name: Buffer): boolean => {
    number++
    const cause = objection(name, name === rest)
    if (cause !== undefined) fault({ doing: `name ${number} of the list`, cause })
    return cause === undefined
  }
  for await (const chunk of input) {
    const names = splitAtNul(Buffer.concat([rest, chunk]))
    // what is over the limit need not be kept to be refused
    rest = names.pop()!.subarray(0, MAX_NAME_BYTES + 1)
    yield names.filter(isName)
  }
  if (rest.length > 0 && isName(rest)) yield [rest]
}

const NOT_NUL = 'not one name: names in a list end with NUL, as find -print0 writes them'

function objection(name: Buffer, unended: boolean): string | undefined {
  if (name.length === 0) return 'empty'
  const isList = name.length > MAX_NAME_BYTES || (unended && name.includes('\n'))
  return isList ? NOT_NUL : undefined
}

function splitAtNul(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = []
  let start = 0
  for (let nul = bytes.indexOf(0); nul !== -1; nul = bytes.indexOf(0, start)) {
    parts.push(bytes.subarray(start, nul))
    start = nul + 1
  }
  return [...parts, bytes.subarray(start)]
}
