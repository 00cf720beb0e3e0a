import { BadLine, type Block } from '../stream/read-blocks.js'
import { asBuffer } from '../thread/as-buffer.js'
import type { Crew } from '../thread/crew.js'
import { READ_CALLS, type ReadCalls } from '../fs/listed-file.js'
import { compareRange, type Range, type RangeReply } from './compare-range.js'
import { blockLooker, type Looked, type LookSettings } from './look-block.js'
import {
  clusterResolver,
  type Clusters,
  type ClustersReply,
  type ResolveSettings,
} from './resolve-clusters.js'

/** What a thread is given to do. */
export type Task =
  | { readonly look: Block; readonly canWait: boolean }
  | { readonly clusters: Clusters }
  | { readonly range: Range }

export type Reply =
  | { readonly looked: Looked }
  | { readonly bad: { readonly line: number; readonly reason: string } }
  | { readonly resolved: ClustersReply }
  | { readonly compared: RangeReply }

export type WorkSettings = LookSettings & ResolveSettings

/** Who does the reading. */
export type PrefixCrew = Pick<Crew<Task, Reply>, 'run' | 'limit' | 'close'>

/** Makes what does a task: a thread has one, and tests have one that counts. */
export function worker(settings: WorkSettings, fs: ReadCalls = READ_CALLS): (task: Task) => Reply {
  const look = blockLooker(fs, settings)
  const resolve = clusterResolver(fs, settings)
  return (task) => {
    if ('clusters' in task) return { resolved: resolve(task.clusters) }
    if ('range' in task) return { compared: compareRange(task.range, fs) }
    try {
      return { looked: look(unpacked(task.look), task.canWait) }
    } catch (error) {
      if (!(error instanceof BadLine)) throw error
      return { bad: { line: error.line, reason: error.reason } }
    }
  }
}

function unpacked({ bytes, firstLine }: Block): Block {
  return { bytes: asBuffer(bytes), firstLine }
}
