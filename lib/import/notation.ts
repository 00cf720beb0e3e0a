import { pathFields, type PathFields } from '../record/path.js'

/** How a tool writes names down, and what the text may stand for. */
export type Notation = {
  readonly tool: string
  /** The bytes that it may stand for, most likely first; none where no name is written like this. */
  readonly spellings: (printed: string) => Buffer[]
  /** What the text may say, once it is known which encoding it is in. */
  readonly readings: (printed: string) => string[]
  /** Is this perhaps the text of another name too, so that only the directory can say of which? */
  readonly isLossy: (printed: string) => boolean
  /** The texts that the tool, or a filter after it, writes for a name that is not UTF-8. */
  readonly printings: (name: Buffer) => string[]
  /** The path as a person should see it. */
  readonly legible: (printed: string) => PathFields
}

/** U+FFFD in UTF-8, one character a byte. */
const REPLACED = '\xef\xbf\xbd'

/**
 * Names as their bytes, one character each, which most tools write. A filter such as jq puts U+FFFD
 * where bytes are not UTF-8.
 */
export function byteNotation(tool: string): Notation {
  return {
    tool,
    spellings: (printed) => (/^[^\0]+$/.test(printed) ? [Buffer.from(printed, 'latin1')] : []),
    readings: (printed) => [printed],
    isLossy: (printed) => printed.includes(REPLACED),
    printings: (name) => [Buffer.from(name.toString('utf8')).toString('latin1')],
    legible: (printed) => pathFields(Buffer.from(printed, 'latin1')),
  }
}
