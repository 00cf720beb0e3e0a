import { fchmodSync, fchownSync, fstatSync } from 'node:fs'
import type { Lacking, Metadata } from './disk.js'
import { native } from './native/native.js'
import { setTimes } from './set-times.js'
import { setXattrByTool, xattrsByTool } from './xattr-tools.js'

/** See `Disk.setMetadata`. The mode is what opens a new file to others, so owner and ACL come first. */
export function setMetadata(fd: number, metadata: Metadata, lacking?: Lacking): void {
  const give = giver(lacking)
  const { uid, gid } = fstatSync(fd)
  const owner = uid === metadata.uid || give('owner', () => fchownSync(fd, metadata.uid, gid))
  const now = owner ? metadata.uid : uid
  const group = gid === metadata.gid || give('group', () => fchownSync(fd, now, metadata.gid))
  const acl = metadata.xattrs === undefined || giveXattrs(fd, metadata.xattrs, group, give)
  const bits = modeWithout(metadata.mode & 0o7777, { owner, group, acl })
  if (metadata.mode & ~bits & SET_ID) lacking?.('set-id bits')
  give('mode', () => setMode(fd, bits, lacking !== undefined))
  give('modification time', () => setTimes(fd, metadata.mtimeNs))
}

/** @returns was it given? @throws what it could not for want of something else than the right or the means */
type Give = (what: string, call: () => void) => boolean

/** Errors that mean: not by this user, or not on this file system. */
const NOT_HERE = new Set([
  ...['EPERM', 'EACCES', 'EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'ENOTTY'],
  ...['ENOSPC', 'EDQUOT', 'E2BIG', 'ERANGE'], // no room for an attribute, or in the owner's quota
])

function giver(lacking: Lacking | undefined): Give {
  return (what, call) => {
    try {
      call()
      return true
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (lacking === undefined || !NOT_HERE.has(String(code))) throw error
      lacking(what)
      return false
    }
  }
}

const SET_ID = 0o6000

type Given = { readonly owner: boolean; readonly group: boolean; readonly acl: boolean }

/**
 * By what a file lacks, others must not gain: no program runs in the name of another owner; another
 * group may do what all may; and without the ACL only its owner may use it.
 */
function modeWithout(mode: number, { owner, group, acl }: Given): number {
  const setId = owner && group ? SET_ID : 0
  const groups = group ? 0o070 : (mode & 0o007) << 3
  return mode & (acl ? 0o1707 | groups | setId : 0o700)
}

/** @param exactly the kernel may leave bits out and say nothing */
function setMode(fd: number, bits: number, exactly: boolean): void {
  fchmodSync(fd, bits)
  if (exactly && (fstatSync(fd).mode & 0o7777) !== bits) throw unable('the mode is another')
}

function unable(message: string): Error {
  return Object.assign(new Error(message), { code: 'ENOTSUP' })
}

type Xattr = readonly [name: string, base64: string]

/** @returns has it the ACL that it is to have? */
function giveXattrs(fd: number, xattrs: string, group: boolean, give: Give): boolean {
  const wanted: readonly Xattr[] = JSON.parse(xattrs)
  const names = new Set(wanted.map(([name]) => name))
  const has = new Map(xattrsOf(fd))
  const set = native()?.setXattr ?? setXattrByTool
  let acl = true
  for (const name of has.keys())
    if (INHERITED.has(name) && !names.has(name))
      acl = give('ACL', () => set(fd, name, NO_ACL)) && acl
  for (const [name, base64] of wanted) {
    if (has.get(name) === base64) continue
    const what = isAcl(name) ? 'ACL' : `attribute ${name}`
    const given = give(what, () => {
      if (isAcl(name) && !group) throw unable('it says what the group may do, and that is another')
      set(fd, name, Buffer.from(base64, 'base64'))
    })
    acl = acl && (given || !isAcl(name))
  }
  return acl
}

/** What a new file gets of its directory. */
const INHERITED = new Set(['system.posix_acl_access', 'system.posix_acl_default'])

/** Those of other kinds, too, as `system.nfs4_acl`. */
function isAcl(name: string): boolean {
  return /^system\..*acl/.test(name)
}

/** The number of the format, and no entries: takes an ACL away. */
const NO_ACL = Buffer.from([2, 0, 0, 0])

function xattrsOf(fd: number): Xattr[] {
  const calls = native()
  return JSON.parse((calls ? calls.xattrs(fd) : xattrsByTool(fd)) ?? '[]')
}
