import { openSpool, type Spool } from '../fs/spool.js'
import { readBlocks } from '../stream/read-blocks.js'
import type { AnyRecord } from './any-record.js'
import { FclonesHeader } from './fclones-header.js'
import { foundLines } from './found-lines.js'
import { jsonSet } from './json-set.js'
import { after, mapped } from './lazily.js'
import { listedFiles } from './listed-files.js'
import type { ReportOptions } from './report-options.js'
import { toStfu8 } from './to-stfu8.js'

/**
 * Groups as `fclones group -f json` writes them, every name of each. They wait in a temporary file until
 * all is known that the header tells of them.
 * @yields lines of the report
 * @throws {NodeJS.ErrnoException} no room for the temporary file; whatever `batches` throws
 */
export async function* fclonesReport(
  batches: AsyncIterable<readonly AnyRecord[]>,
  options: ReportOptions,
): AsyncGenerator<readonly string[]> {
  const spool = openSpool()
  try {
    const header = await gather(batches, options, spool)
    yield header.lines(options)
    yield* groupsIn(spool)
    yield ['}']
  } finally {
    spool.close()
  }
}

async function gather(
  batches: AsyncIterable<readonly AnyRecord[]>,
  options: ReportOptions,
  spool: Spool,
): Promise<FclonesHeader> {
  const header = new FclonesHeader(options)
  let groups = 0
  const linesOf = (record: AnyRecord): Iterable<string> | undefined => {
    if (record.type !== 'group') return undefined
    const files = listedFiles(record, true)
    if (files.length === 0) return []
    header.add(record, files)
    const fields = [`"file_len": ${record.size}`, `"file_hash": "${record.hash ?? ''}"`]
    const items = mapped(files, (file) => JSON.stringify(toStfu8(file)))
    return after(groups++ === 0 ? '  "groups": [' : '    },', jsonSet(fields, 'files', items))
  }
  for await (const lines of foundLines(batches, linesOf, 'group', options.note))
    if (lines.length > 0) spool.write(Buffer.from(`${lines.join('\n')}\n`))
  return header
}

async function* groupsIn(spool: Spool): AsyncGenerator<readonly string[]> {
  let isEmpty = true
  for await (const { bytes } of readBlocks(spool.read())) {
    isEmpty = false
    yield [bytes.toString('utf8').slice(0, -1)]
  }
  yield isEmpty ? ['  "groups": []'] : ['    }', '  ]']
}
