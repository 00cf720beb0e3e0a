import { pathFields, pathKey } from '../record/path.js'
import type { OnFault } from '../record/fault.js'
import type { GroupRecord } from '../record/group.js'
import type { PoolFlags } from './find-branches.js'
import { spread } from './locate.js'
import { openPool } from './open-pool.js'
import { resolveGroups } from './resolve-groups.js'

/**
 * A pool as dd-plan needs it: what is planned for its branches, and what paths of it stand for.
 * @throws {UsageError} see `openPool`
 */
export function poolView(flags: PoolFlags) {
  const pool = openPool(flags)
  const { branches, all, warnings } = pool
  return {
    warnings,
    /** Those to work on: `root` as in `rootKey`, bytes free and to be left free. */
    space: branches.map(({ path, mode, free, minFree }) => ({
      root: pathKey(pathFields(path)),
      mode,
      free,
      minFree,
    })),
    /** All, in the order in which the pool looks for a name. */
    branches: all.map(pathFields),
    spread: (path: Buffer) => spread(path, pool),
    resolve: <T extends { readonly type: string }>(
      groups: AsyncIterable<readonly (T | GroupRecord)[]>,
      fault: OnFault,
    ) => resolveGroups(groups, pool, fault),
  }
}
