import { readdirSync, readFileSync } from 'node:fs'
import { poolSetting } from '../fs/mergerfs.js'
import type { Branch } from './branch.js'

/** What the owner of a pool should know before names go from one drive to another. @param point latin1 */
export function poolWarnings(
  branches: readonly Branch[],
  others: readonly Buffer[],
  point: string | undefined,
): string[] {
  const settings = point === undefined ? [NOT_MOUNTED] : settingWarnings(point)
  const left = others.map(
    (path) => `the pool has a branch "${path}", too: nothing there will change`,
  )
  return [...settings, ...left, ...snapraid(branches), BALANCE]
}

const NOT_MOUNTED =
  'no pool of these branches is mounted: only paths of branches are understood, all branches ' +
  'that are not mounted read-only count as RW, in the order in which they were named'

const BALANCE =
  'what moves files from drive to drive, such as mergerfs.balance or rsync without -H, parts links: ' +
  'each name is a copy again then'

// prettier-ignore
const SETTINGS: [name: string, harmless: readonly string[], warning: string][] = [
  ['symlinkify',       ['false'],       'old files of the pool look like symbolic links: list its branches, not the pool'],
  ['follow-symlinks',  ['never'],       'symbolic links look like files in the pool: list its branches, not the pool'],
  ['link-exdev',       ['passthrough'], 'a link made through the pool may become a symbolic link; dd-apply links on the branches themselves'],
  ['moveonenospc',     ['false'],       'a name that is written to when its drive is full moves to another: it is a copy of its own then'],
]

function settingWarnings(point: string): string[] {
  return SETTINGS.flatMap(([name, harmless, warning]) => {
    const value = poolSetting(point, name)
    return value === undefined || harmless.includes(value) ? [] : [`${name}=${value}: ${warning}`]
  })
}

const CONTENT_FILE = /snapraid.*content/i

/** A parity of files that are gone protects others only until it is made anew. */
function snapraid(branches: readonly Branch[]): string[] {
  const found = [...inConfiguration(), ...branches.flatMap(inBranch)][0]
  if (found === undefined) return []
  return [
    `SnapRAID is in use (${found}): sync before and after, and do it in batches (--max-bytes); ` +
      'what is removed is part of the parity until the next sync',
  ]
}

function inBranch({ path }: Branch): string[] {
  const names = readdirSync(path, { encoding: 'latin1' }).filter((name) => CONTENT_FILE.test(name))
  return names.map((name) => `${path}/${Buffer.from(name, 'latin1')}`)
}

function inConfiguration(path = '/etc/snapraid.conf'): string[] {
  try {
    return /^\s*content\s/m.test(readFileSync(path, 'latin1')) ? [path] : []
  } catch {
    return []
  }
}
