import { printings } from './jdupes-print.js'
import { legible, readings, spellings } from './jdupes-spelling.js'
import type { Notation } from './notation.js'

/** Names as they come out of `JdupesParser`: any of them may be the text of another one, too. */
export const JDUPES: Notation = {
  tool: 'jdupes',
  spellings,
  readings,
  isLossy: () => true,
  printings,
  legible,
}
