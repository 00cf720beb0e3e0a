import { stacked } from '../fs/stacked.js'
import type { FileRecord } from '../record/file.js'
import { keepOrder, type KeepKey, type KeepOrder } from './keep-order.js'
import { Territory, type Ground } from './territory.js'

/** What a plan can do with the copies that do not stay. */
export const PLAN_OPS = ['delete', 'hardlink', 'reflink', 'symlink', 'move', 'pool-link'] as const
export type PlanOp = (typeof PLAN_OPS)[number]

export const METADATA = ['require', 'ignore'] as const

/** What was asked for, as flags. Paths are absolute and lexically normal. */
export type PlanFlags = {
  readonly keep?: readonly KeepKey[]
  readonly primary?: readonly Buffer[]
  readonly touchPrimary?: true
  readonly within?: readonly Buffer[]
  readonly copies?: number
  readonly onDevices?: true
  readonly isolate?: true
  readonly metadata?: (typeof METADATA)[number]
  readonly to?: Buffer
  readonly duplicates?: true
  readonly partials?: true
  readonly empties?: true
  readonly lowConfidence?: true
  /** `pool-link`: how the branches were named. */
  readonly pool?: Buffer
  readonly poolRoot?: Buffer
  readonly branch?: readonly Buffer[]
  /** `pool-link`: the log of an interrupted run of another program. */
  readonly resume?: string
}

/** The flags with all defaults in place. */
export type Policy = {
  readonly op: PlanOp
  /** Which copy stays. */
  readonly order: KeepOrder
  /** The user said which: where no copy is below --primary, another may stay. */
  readonly isOrdered: boolean
  /** Files below are preferred as keepers, and not touched unless `touchPrimary`. */
  readonly primary: Territory
  readonly touchPrimary: boolean
  /** Unless empty: only names below may be acted on. */
  readonly within: Territory
  /** Copies of a content that stay, at least 1. */
  readonly copies: number
  /** Spread them over as many devices. */
  readonly onDevices: boolean
  /** All that a root has of a content is one copy. */
  readonly isolate: boolean
  readonly metadata: (typeof METADATA)[number]
  /** `move`: the directory that files go below. */
  readonly to?: Buffer
  /** The device that it is on, where that is known: a file of the same takes up as much afterwards. */
  readonly toDev?: string
  readonly duplicates: boolean
  readonly partials: boolean
  readonly empties: boolean
  readonly lowConfidence: boolean
  /** May a file be one that is on another device, too? See `splitByFile`. */
  readonly isStacked: (file: FileRecord) => boolean
}

/** @param ground what the disk says about the directories of the flags; undefined: it is not asked */
export function policyOf(
  op: PlanOp,
  flags: PlanFlags,
  ground?: Ground,
  isStacked: Policy['isStacked'] = stacked(),
): Policy {
  const { duplicates = false, partials = false, empties = false, to } = flags
  return {
    op,
    order: keepOrder(flags.keep ?? ['oldest']),
    isOrdered: flags.keep !== undefined,
    primary: new Territory(flags.primary ?? [], ground),
    touchPrimary: flags.touchPrimary ?? false,
    within: new Territory(flags.within ?? [], ground),
    copies: flags.copies ?? 1,
    onDevices: flags.onDevices ?? false,
    isolate: flags.isolate ?? false,
    metadata: flags.metadata ?? 'require',
    ...(to === undefined ? {} : { to }),
    ...(ground?.toDev === undefined ? {} : { toDev: ground.toDev }),
    duplicates: duplicates || !(partials || empties),
    partials,
    empties,
    lowConfidence: flags.lowConfidence ?? false,
    isStacked,
  }
}

/** Why flags that are right one by one make no sense together; undefined when they do. */
export function objection(op: PlanOp, flags: PlanFlags): string | undefined {
  if (op === 'move' && flags.to === undefined) return 'move needs --to DIR'
  if (op !== 'move' && flags.to !== undefined) return `--to goes with move, not with ${op}`
  if (op === 'pool-link') return poolObjection(flags)
  if (flags.pool ?? flags.poolRoot ?? flags.branch ?? flags.resume)
    return `--pool, --pool-root, --branch and --resume go with pool-link, not with ${op}`
  if (flags.onDevices && (flags.copies ?? 1) < 2)
    return '--on-devices needs --copies with at least 2'
  if (flags.touchPrimary && flags.primary === undefined) return '--touch-primary needs --primary'
  if (flags.lowConfidence && !flags.partials) return '--low-confidence needs --partials'
  return undefined
}

function poolObjection(flags: PlanFlags): string | undefined {
  const { copies, onDevices, isolate, partials, empties } = flags
  if (copies !== undefined || onDevices || isolate)
    return 'pool-link keeps one copy: --copies, --on-devices and --isolate do not go with it'
  if (partials || empties) return 'pool-link is for duplicates: no --partials, no --empties'
  if (flags.primary === undefined && flags.keep === undefined)
    return 'pool-link needs --primary DIR, where the copies that stay are, or --keep'
  if (flags.touchPrimary && flags.primary === undefined) return '--touch-primary needs --primary'
  return undefined
}
