import type { OnFault } from '../record/fault.js'
import { absolutePath } from '../record/path.js'
import { readMounts } from '../fs/mounts.js'
import type { Found } from './found-files.js'
import { canMeetTwice } from './meets-twice.js'
import { OperandWalk } from './operand-walk.js'
import { PoolWatch, type OnPool } from './pool-watch.js'
import type { Rules } from './rules.js'
import { SeenNames } from './seen-names.js'
import { walkShared, type Helpers } from './shared-walk.js'

/** Names as they were typed: all of them, or a list that is still being read. */
export type Operands = readonly Buffer[] | AsyncIterable<readonly Buffer[]>

export type World = {
  /** What relative operands are relative to: absolute and normal. */
  readonly cwd: Buffer
  readonly fault: OnFault
  /** A mergerfs pool will be walked. Told once for each. */
  readonly onPool: OnPool
}

/**
 * What `found` makes of the regular files below the operands, in batches: operand by operand, each
 * depth first, the names in a directory in the order of their bytes. What cannot be read is a
 * fault, and the rest goes on. Memory: the names in one directory and in those above it; where a
 * name can be met twice, also what `SeenNames` remembers.
 * @param helpers walk parts of the trees meanwhile, where no name can be met twice; then batches come
 *   in any order
 * @throws {UsageError} a pool and a branch of it are among the operands
 */
export async function* walk<T>(
  operands: Operands,
  rules: Rules,
  found: Found<T>,
  { cwd, fault, onPool }: World,
  helpers?: Helpers<T>,
): AsyncGenerator<T[]> {
  const absolute = (name: Buffer) => absolutePath(name, cwd).toString('latin1')
  const mounts = readMounts()
  const twice = rules.follow || isList(operands) || canMeetTwice(operands.map(absolute), mounts)
  const seen = twice ? new SeenNames() : undefined
  const walker = new OperandWalk({ rules, found, fault, seen })
  const pools = new PoolWatch(mounts ?? [], !rules.oneFileSystem, onPool)
  for await (const names of isList(operands) ? operands : [operands]) {
    const paths = names.map(absolute)
    if (!pools.isIdle) pools.look(paths)
    if (helpers && !twice) {
      const tops = paths.map((path) => walker.top(path)).filter((top) => top !== undefined)
      yield* walkShared(tops, helpers, fault)
    } else
      for (const path of paths) {
        yield* walker.from(path)
        if (found.isFull) yield found.takeBatch()
      }
    if (!found.isEmpty) yield found.takeBatch()
  }
}

function isList(operands: Operands): operands is AsyncIterable<readonly Buffer[]> {
  return Symbol.asyncIterator in operands
}
