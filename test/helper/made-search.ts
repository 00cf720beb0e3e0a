// dd-dupes without a walk and without threads, on made-up files.
import { digestHex } from '../../lib/digest/digest.js'
import { MOST_SIDE_BY_SIDE } from '../../lib/dupes/class-reader.js'
import { DiskReads } from '../../lib/dupes/disk-reads.js'
import { fileColumns } from '../../lib/dupes/file-columns.js'
import { findDupes } from '../../lib/dupes/find-dupes.js'
import { Found, type Sort } from '../../lib/dupes/found.js'
import { newReadCount } from '../../lib/dupes/read-count.js'
import type { Wanted } from '../../lib/dupes/wanted.js'
import { worker } from '../../lib/dupes/work.js'
import { FAST } from '../../lib/fs/lane-of.js'
import { walkRules } from '../../lib/walk/rules.js'
import { dupesCrew, PAIRS, type How } from './dupes-crew.js'
import { waitMeter } from '../../lib/thread/wait-meter.js'
import { contentOf, MadeFiles, VIEWS, type Made } from './made-files.js'
import { recordOf, tableOf } from './made-table.js'
import { READ_NS, type Known } from './naive-dupes.js'
import { faultText } from './walked.js'

export type MadeAsked = How & {
  readonly wanted?: Partial<Wanted>
  readonly sort?: Sort
  /** The files in the order in which they are found. */
  readonly batches?: Made[][]
  readonly fs?: MadeFiles
  readonly isTrusted?: (dev: bigint) => boolean
  readonly laneOf?: (dev: bigint) => string
  readonly stop?: AbortSignal
}

const RULES = await walkRules({})

/** What is found, and what could not be read as `read path: code`. */
export async function madeSearch(files: readonly Made[], asked: MadeAsked = {}) {
  const wanted = { ...PAIRS, ...asked.wanted }
  const fs = asked.fs ?? new MadeFiles(files)
  const faults: string[] = []
  let planned = 0
  const table = tableOf(files, asked.batches)
  const columns = fileColumns(table)
  const work = worker(
    { walk: {}, algo: 'blake3', files: table.memory, bytesRead: newReadCount() },
    RULES,
    fs,
  )
  const settings = {
    digestBytes: 32,
    columns,
    mayBeAlone: !wanted.isolate && !wanted.hardLinks,
    stop: asked.stop ?? new AbortController().signal,
    fault: (fault: Parameters<typeof faultText>[0]) => void faults.push(faultText(fault)),
    onPlan: (bytes: number) => void (planned += bytes),
    widest: 2,
    sideBySide: MOST_SIDE_BY_SIDE,
  }
  const { isTrusted = () => true, laneOf = () => FAST } = asked
  const byDevice = <T>(of: (dev: bigint) => T) => ({ dev }: { dev: string }) => of(BigInt(dev)) // prettier-ignore
  const crew = dupesCrew(work, asked)
  const reads = new DiskReads(table, crew, settings, byDevice(isTrusted), byDevice(laneOf), waitMeter, byDevice((dev) => dev === VIEWS)) // prettier-ignore
  const groups = await findDupes(table, columns, wanted, reads)
  const found = new Found(table, groups, {
    columns,
    digests: reads.digests,
    algo: 'blake3',
    readNs: READ_NS,
    isTrusted: (file) => reads.isTrusted(file),
    isAllRead: faults.length === 0,
    ...wanted,
  })
  const text = [...found.text(asked.sort ?? 'size')].join('')
  return { text, found, faults, fs, planned, digests: reads.digests }
}

/** The files with their digests, for brute force. */
export function known(files: readonly Made[]): Known[] {
  const digests = new Map<string, string>()
  return files.map((file) => {
    const { size, byte, but } = file
    const key = JSON.stringify([size, byte, but])
    const hash = digests.get(key) ?? digestHex('blake3', contentOf(file))
    digests.set(key, hash)
    return { record: recordOf(file), hash }
  })
}

/** The paths in each group, latin1. */
export function pathsOf(text: string): string[][] {
  const groups = text.split('\n').filter(Boolean).map((line) => JSON.parse(line)) // prettier-ignore
  return groups.map(({ files }) => files.map(latin1Path))
}

function latin1Path({ path, path64 }: { path?: string; path64: string }): string {
  return Buffer.from(path ?? path64, path === undefined ? 'base64' : 'utf8').toString('latin1')
}
