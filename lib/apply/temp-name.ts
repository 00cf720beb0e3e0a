import type { Place } from '../fs/disk.js'

/**
 * The names that a step may use while it is at work, in the directory of its target. They never
 * hold the old name, so that a name of 255 bytes has room, and are known as ours without a journal.
 */
export function tempName(run: string, n: number): string {
  return `.dd-${run}-${n}~`
}

/** A name that `tempName` gives: never a path, and never what somebody else calls a file. */
const TEMP = /^\.dd-[0-9a-z]{1,32}-(?:0|[1-9]\d{0,15})~$/

export function isTempName(name: string): boolean {
  return TEMP.test(name)
}

/** A name for this run: 13 characters, different from any other run's. */
export function runName(nowMs: number, pid: number): string {
  return `${nowMs.toString(36)}${(pid % 36 ** 4).toString(36).padStart(4, '0')}`
}

/** Where the new thing is made before it takes the target's name. */
export function staged(place: Place, temp: string): Place {
  return { dir: place.dir, name: Buffer.from(temp) }
}

/** Where the target goes, out of reach, before it is removed. */
export function aside(place: Place, temp: string): Place {
  return { dir: place.dir, name: Buffer.from(temp.replace(/~$/, 'a~')) }
}
