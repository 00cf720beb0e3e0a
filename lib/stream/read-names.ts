import type { OnFault } from '../record/fault.js'

/** More than a path can have: a list whose names are ended by something else than NUL. */
const MAX_NAME_BYTES = 4096

/**
 * The names of a list, each ended by NUL, in batches; the last may lack its NUL, as du and wc
 * allow. An empty name, or one longer than any path, is a fault that gives its number; the first
 * is 1. Memory: one chunk.
 */
export async function* readNames(
  input: AsyncIterable<Buffer>,
  fault: OnFault,
): AsyncGenerator<Buffer[]> {
  let number = 0
  let rest: Buffer = Buffer.alloc(0)
  const isName = (name: Buffer): boolean => {
    number++
    const cause = name.length === 0 ? 'empty' : name.length > MAX_NAME_BYTES ? TOO_LONG : undefined
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

const TOO_LONG = 'longer than a path can be: is each name ended by NUL, as by find -print0?'

function splitAtNul(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = []
  let start = 0
  for (let nul = bytes.indexOf(0); nul !== -1; nul = bytes.indexOf(0, start)) {
    parts.push(bytes.subarray(start, nul))
    start = nul + 1
  }
  return [...parts, bytes.subarray(start)]
}
