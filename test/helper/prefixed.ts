// dd-prefix without threads, on files in memory.
import { Readable } from 'node:stream'
import type { EmptyRecord } from '../../lib/record/empty.js'
import type { Fault } from '../../lib/record/fault.js'
import type { FileRecord } from '../../lib/record/file.js'
import type { GroupRecord } from '../../lib/record/group.js'
import type { PartialRecord } from '../../lib/record/partial.js'
import type { ReadCalls } from '../../lib/fs/listed-file.js'
import { CLASSES } from '../../lib/prefix/found-lines.js'
import { prefixLines, type PrefixSettings } from '../../lib/prefix/prefix-files.js'
import { worker, type WorkSettings } from '../../lib/prefix/work.js'
import { lines } from './listed.js'

export type Found = EmptyRecord | PartialRecord | GroupRecord

export type Prefixed = {
  readonly found: Found[]
  readonly text: string
  readonly faults: Fault[]
  readonly left: { readonly stale: number; readonly protected: number }
}

export async function prefixed(
  records: readonly FileRecord[],
  fs: ReadCalls,
  settings: Partial<PrefixSettings> = {},
  work: Partial<WorkSettings> = {},
): Promise<Prefixed> {
  const faults: Fault[] = []
  let left = { stale: 0, protected: 0 }
  const all: PrefixSettings = {
    wanted: new Set(CLASSES),
    trimsZeros: false,
    threads: 2,
    isProtected: () => false,
    fault: (fault) => void faults.push(fault),
    tick: () => {},
    onLeft: (told) => {
      left = told
    },
    ...settings,
  }
  const crew = (wanted: WorkSettings) => {
    const run = worker({ ...wanted, ...work }, fs)
    return { limit: 4, run: async (task: Parameters<typeof run>[0]) => run(task), close: () => {} }
  }
  const out: string[] = []
  const input = Readable.from([Buffer.from(lines(records))])
  for await (const batch of prefixLines(input, all, crew)) out.push(...batch)
  const text = Buffer.from(out.map((line) => `${line}\n`).join(''), 'latin1').toString('utf8')
  const found = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line)) as Found[]
  return { found, text, faults, left }
}
