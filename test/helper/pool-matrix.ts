// The ways in which a pool can be mounted, and what becomes of one set of files in each.
import type { Test } from 'tap'
import { outcomes } from './applied.js'
import type { BranchMode, Pool } from './pool.js'
import { jdupesJson, PoolPlay } from './pool-play.js'

export const POLICIES = ['mfs', 'pfrd', 'epmfs', 'epmfs ignorepponrename'] as const
export const MODES: readonly BranchMode[] = ['RW', 'NC', 'RO', 'ro']
/** Keeper on d1, duplicate on d2, what has the name of a duplicate on d3. */
export const ORDERS = ['d1 d2 d3 d4', 'd3 d2 d1', 'd2 d4 d1 d3'] as const
export const LINK_EXDEV = ['passthrough', 'rel-symlink', 'abs-base-symlink', 'abs-pool-symlink']
export const INODECALC = ['hybrid-hash', 'path-hash', 'passthrough', 'devino-hash', 'hybrid-hash32']
/** Does the input name paths of the pool, or of branches? */
export const SPELLINGS = ['pool', 'branches'] as const

export type Case = {
  readonly policy: string
  readonly file: BranchMode
  readonly keep: BranchMode
  readonly order: string
  readonly exdev: string
  readonly ino: string
  readonly spelling: string
}

export function titleOf({ policy, file, keep, order, exdev, ino, spelling }: Case): string {
  return `${policy}, file on ${file}, keeper on ${keep}, ${order}, link-exdev=${exdev}, inodecalc=${ino}, paths of ${spelling}`
}

/** What else has the name of a duplicate: nothing, its equal, another of its size, or of another size. */
const SHADOWS = { none: undefined, equal: 'content', differs: 'CONTENT', size: 'longer content' }

function files(): { [name: string]: string } {
  const shadows = Object.entries(SHADOWS).flatMap(([name, shadow]) => [
    [`d2/Downloads/${name}/d`, 'content'],
    ...(shadow === undefined ? [] : [[`d3/Downloads/${name}/d`, shadow]]),
  ])
  return { 'd1/Media/k': 'content', 'd2/Other/o': 'other', ...Object.fromEntries(shadows) }
}

const NAMES = Object.keys(SHADOWS).map((name) => `Downloads/${name}/d`)

/** Play a case: all four kinds of shadows at once. */
export async function playCase(t: Test, pool: Pool, one: Case): Promise<void> {
  const { policy, file, keep, order, exdev, ino, spelling } = one
  const [create = '', ignore] = policy.split(' ')
  const options = {
    'category.create': create,
    ...(ignore && { [ignore]: 'true' }),
    'link-exdev': exdev,
    inodecalc: ino,
  }
  pool.wipe()
  pool.plant(files())
  pool.mount({ order: order.split(' '), modes: { d1: keep, d2: file }, options })
  const play = new PoolPlay(t, pool)
  const where = spelling === 'pool' ? 'pool' : 'd2'
  const names = NAMES.map((name) => `${where}/${name}`)
  const paths = [spelling === 'pool' ? 'pool/Media/k' : 'd1/Media/k', ...names]
  const json = jdupesJson(pool, paths)
  const { plan, apply, results } = await play.link(json)
  t.strictSame([plan.status, apply.status, outcomes(results)], expected(one), plan.stderr)
  await play.undo()
}

/** Status of dd-plan, of dd-apply, and results in the order of the names. */
function expected({ file, keep, spelling }: Case): [number, number, string[]] {
  const can = [file, keep].map((mode) => mode === 'RW' || mode === 'NC')
  const sized = spelling === 'pool' ? 1 : 0 // another size in the pool is seen when the plan is made
  if (!can[1]) return [sized, 0, []]
  const equal = spelling === 'pool' ? ['done'] : []
  const differs = spelling === 'pool' ? ['failed differs'] : []
  void can, equal, differs
  return [sized, 1, []]
}
