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
  readonly spelling: (typeof SPELLINGS)[number]
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
  const seen = [plan.status, apply.status, ...outcomes(results).sort()]
  t.strictSame(seen, expected(one), plan.stderr + apply.stderr)
  if (results.length > 0) await play.undo()
  else t.strictSame(play.picture(), play.before)
}

const [DONE, CONFLICT, DIFFERS] = ['done', 'failed conflict', 'skipped differs']

/** Status of dd-plan, of dd-apply, and the results, sorted. */
function expected({ file, keep, spelling }: Case): (number | string)[] {
  const [fileCan, keepCan] = [file, keep].map((mode) => mode === 'RW' || mode === 'NC')
  if (spelling === 'branches')
    return fileCan && keepCan ? [0, 1, DONE, DONE, CONFLICT, CONFLICT] : [0, 0]
  // By its name in the pool a file brings its shadows along; one of another size is seen at once.
  if (!keepCan) return [1, 0]
  return fileCan ? [1, 1, DONE, DONE, DONE, CONFLICT, DIFFERS] : [1, 1, DONE, DIFFERS]
}

/** Every case. */
export function* allCases(): Generator<Case> {
  let n = 0
  for (const policy of POLICIES)
    for (const file of MODES)
      for (const keep of MODES)
        for (const order of ORDERS)
          for (const spelling of SPELLINGS) {
            const [exdev = '', ino = ''] = [LINK_EXDEV[n % 4], INODECALC[n % 5]]
            n++
            yield { policy, file, keep, order, exdev, ino, spelling }
          }
}
