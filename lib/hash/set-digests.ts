import type { Digests } from './asked.js'
import { cutFields } from './cut-fields.js'
import type { Listed } from './listed-lines.js'

/**
 * The text of a record in two parts: all that stays as it came, byte for byte, and the digests with
 * the closing brace. Fields that we do not know may hold numbers that JavaScript cannot, so that the
 * line is cut, not built anew.
 * @returns undefined: the line has these digests already
 */
export function setDigests(
  line: string,
  record: Listed,
  digests: Digests,
): readonly [stem: string, tail: string] | undefined {
  if (isSame(record, digests)) return undefined
  return [stem(line, record, digests), tail(digests)]
}

/** The line without digests and without its closing brace. */
function stem(line: string, record: Listed, digests: Digests): string {
  if (isSame(record, NONE)) return line.slice(0, line.lastIndexOf('}'))
  if (record.algo === digests.algo) {
    const ours = tail(record)
    if (line.endsWith(ours)) return line.slice(0, -ours.length)
  }
  return cutFields(line, ['head', 'headBytes', 'hash', 'algo', 'readNs'])
}

const NONE: Digests = {
  head: undefined,
  headBytes: undefined,
  hash: undefined,
  algo: undefined,
  readNs: undefined,
}

function isSame(a: Partial<Digests>, b: Digests): boolean {
  return (
    a.head === b.head &&
    a.headBytes === b.headBytes &&
    a.hash === b.hash &&
    a.algo === b.algo &&
    a.readNs === b.readNs
  )
}

function tail({ head, headBytes, hash, algo, readNs }: Partial<Digests>): string {
  const headText = head === undefined ? '' : `,"head":"${head}","headBytes":${headBytes}`
  const hashText = hash === undefined ? '' : `,"hash":"${hash}"`
  const readText = readNs === undefined ? '' : `,"readNs":"${readNs}"`
  return `${headText}${hashText},"algo":"${algo}"${readText}}`
}
