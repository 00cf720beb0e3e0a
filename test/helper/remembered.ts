// Files as dd-prefix remembers them, and a crew that has no threads.
import type { ReadCalls } from '../../lib/fs/listed-file.js'
import { Files } from '../../lib/prefix/files.js'
import { blockLooker } from '../../lib/prefix/look-block.js'
import { worker, type PrefixCrew, type Task, type WorkSettings } from '../../lib/prefix/work.js'
import type { FileRecord } from '../../lib/record/file.js'
import { CountedReads } from './counted-reads.js'
import { lines } from './listed.js'

export const WORK: WorkSettings = {
  trimsZeros: false,
  reads: true,
  mostOpen: 4,
  arenaBytes: 2 ** 20,
  longBytes: 2 ** 26,
}

type Content = readonly (readonly [path: string, content: Buffer])[]

/** Files of these records; their first blocks are read unless they had better wait. */
export function remembered(
  records: readonly FileRecord[],
  fs: ReadCalls = new CountedReads([]),
  settings: Partial<WorkSettings> = {},
): Files {
  const files = new Files()
  const bytes = Buffer.from(lines(records))
  const looked = blockLooker(fs, { ...WORK, ...settings })({ bytes, firstLine: 1 }, true)
  files.add(looked, files.lines.append(bytes))
  return files
}

/** Records only: no file is looked into. */
export function listedOnly(records: readonly FileRecord[]): Files {
  return remembered(records, undefined, { reads: false })
}

/** Files in memory, all looked into. */
export function inMemory(contents: Content, settings: Partial<WorkSettings> = {}) {
  const fs = new CountedReads(contents)
  return { fs, files: remembered(fs.records(), fs, settings) }
}

/** All is done here, when it is asked for; `tasks` holds what was asked. */
export function crewHere(fs: ReadCalls, settings: Partial<WorkSettings> = {}, limit = 4) {
  const work = worker({ ...WORK, ...settings }, fs)
  const tasks: Task[] = []
  const crew: PrefixCrew = {
    limit,
    run: async (task) => {
      tasks.push(task)
      return work(task)
    },
    close: () => {},
  }
  return { crew, tasks }
}
