import type { BigIntStats } from 'node:fs'
import type { Lacking, Metadata } from '../fs/disk.js'
import type { Xattrs } from '../record/step.js'

/** An open file: what it is, and its attributes as `Disk.xattrs` gives them. */
export type Like = { readonly stat: BigIntStats; readonly xattrs: string | undefined }

/** What a copy may have without its plan being believed. */
export type Proof = {
  /** The keeper, if all of its content is copied. */
  readonly keep: Like | undefined
  /** Attributes that the new file has of its directory, or by the rules of the system. */
  readonly own: () => string | undefined
}

/**
 * What of a copy's metadata is believed. A plan is anybody's, and who carries it out may be root: so no
 * program gets rights out of it. Set-id bits and capabilities are those of a keeper that is the same
 * program, for the same people; other attributes that only the system may give are the keeper's, too.
 * @param left is told what is left out
 */
export function believed(metadata: Metadata, proof: Proof, left: Lacking): Metadata {
  const same = proof.keep !== undefined && isSame(metadata, proof.keep)
  const special = same || !(metadata.mode & ANY_RUNS) ? 0 : metadata.mode & SPECIAL
  if (special) left('set-id bits')
  const modest = { ...metadata, mode: metadata.mode & ~special }
  if (metadata.xattrs === undefined) return modest
  const keeps = new Map(pairs(proof.keep?.xattrs))
  const xattrs = pairs(metadata.xattrs).filter(([name, value]) => {
    if (!OF_THE_SYSTEM.test(name)) return true
    if (keeps.get(name) === value && (same || name !== CAPABILITY)) return true
    if (pairs(proof.own()).some(([has, own]) => has === name && own === value)) return true
    left(`attribute ${name}`)
    return false
  })
  return { ...modest, xattrs: JSON.stringify(xattrs) }
}

/** Does the plan ask for what is only believed where it is proven? */
export function givesRights({ mode, xattrs = [] }: { mode: number; xattrs?: Xattrs }): boolean {
  const special = mode & ANY_RUNS && mode & SPECIAL
  return Boolean(special) || xattrs.some(([name]) => OF_THE_SYSTEM.test(name))
}

/** Set-id bits, and the sticky one. */
const SPECIAL = 0o7000

/** What nobody can run gives nobody its rights. */
const ANY_RUNS = 0o111

const CAPABILITY = 'security.capability'

const OF_THE_SYSTEM = /^(?:security|trusted)\./

/** Of the same owner, and for the same people to run? */
function isSame({ uid, gid, mode, xattrs }: Metadata, keep: Like): boolean {
  const { stat } = keep
  const owner = stat.uid === BigInt(uid) && stat.gid === BigInt(gid)
  const modes = (Number(stat.mode) & 0o7777) === (mode & 0o7777)
  return owner && modes && (xattrs === undefined || aclsOf(xattrs) === aclsOf(keep.xattrs))
}

function aclsOf(xattrs: string | undefined): string {
  return JSON.stringify(pairs(xattrs).filter(([name]) => name.startsWith('system.')))
}

function pairs(xattrs: string | undefined): Xattrs {
  return JSON.parse(xattrs ?? '[]')
}
