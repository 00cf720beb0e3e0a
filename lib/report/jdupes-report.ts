import type { AnyRecord } from './any-record.js'
import { foundLines } from './found-lines.js'
import { jdupesPath, jdupesText } from './jdupes-text.js'
import { jsonSet } from './json-set.js'
import { listedFiles } from './listed-files.js'
import { after, mapped } from './lazily.js'
import type { ReportOptions } from './report-options.js'

/**
 * Groups as `jdupes --json` prints them, each as it comes: one name of each inode, or all of them.
 * @yields lines of the report, in ASCII
 */
export async function* jdupesReport(
  batches: AsyncIterable<readonly AnyRecord[]>,
  { note, hardLinks, commandLine }: ReportOptions,
): AsyncGenerator<readonly string[]> {
  let sets = 0
  const linesOf = (record: AnyRecord): Iterable<string> | undefined => {
    if (record.type !== 'group') return undefined
    const files = listedFiles(record, hardLinks)
    if (files.length === 0) return []
    const items = mapped(files, (file) => `{ "filePath": "${jdupesPath(file)}" }`)
    const set = jsonSet([`"fileSize": ${record.size}`], 'fileList', items)
    return sets++ === 0 ? set : after('    },', set)
  }
  yield head(commandLine)
  yield* foundLines(batches, linesOf, 'group', note)
  yield [sets === 0 ? '' : '    }', '  ]', '}']
}

/** Who reads it asks the version how names are escaped: it is that of the jdupes that does it like us. */
function head(commandLine: readonly string[]): readonly string[] {
  return [
    '{',
    '  "jdupesVersion": "1.21.3",',
    '  "jdupesVersionDate": "2023-02-09",',
    `  "commandLine": "${jdupesText(commandLine.join(' '))}",`,
    '  "extensionFlags": "none",',
    '  "matchSets": [',
  ]
}
