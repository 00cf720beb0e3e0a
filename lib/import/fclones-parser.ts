import { CSV_HEADER, FclonesCsv } from './fclones-csv.js'
import { FclonesJson } from './fclones-json.js'
import { FclonesText } from './fclones-text.js'
import type { OnSet, SetParser } from './set-parser.js'

/**
 * The parser for a report of fclones: JSON, CSV, or its default text.
 * @param head its beginning
 */
export function fclonesParser(head: string, onSet: OnSet, note: (text: string) => void): SetParser {
  if (head.trimStart().startsWith('{')) return new FclonesJson(onSet, note)
  return head.startsWith(CSV_HEADER) ? new FclonesCsv(onSet) : new FclonesText(onSet, note)
}
