import { readFileSync, type BigIntStats } from 'node:fs'

const SETTING = '/proc/sys/fs/protected_hardlinks'
const [SET_UID, SET_GID, GROUP_RUNS] = [0o4000n, 0o2000n, 0o10n]

/**
 * May another name be made for a file? Where `protected_hardlinks` of proc(5) is set, only its owner
 * and root may, or who could read and write it anyway, unless it runs with another's rights.
 * @param canWrite can it be read and written by us?
 */
export function mayLink(
  { uid, mode }: BigIntStats,
  canWrite: () => boolean,
  us = BigInt(process.geteuid?.() ?? 0),
): boolean {
  if (us === 0n || us === uid || !isProtected()) return true
  const isSafe = !(mode & SET_UID) && !(mode & SET_GID && mode & GROUP_RUNS)
  return isSafe && canWrite()
}

let known: boolean | undefined

function isProtected(): boolean {
  return (known ??= setting() === '1')
}

function setting(): string | undefined {
  try {
    return readFileSync(SETTING, 'latin1').trim()
  } catch {
    return undefined
  }
}
