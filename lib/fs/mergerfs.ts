import { readAttribute } from './read-attribute.js'

/** A branch as a mergerfs mount names it. */
export type PoolBranch = {
  /** Where it is: latin1, as it was given to mergerfs. */
  readonly path: string
  /** `NC`: no new files; `RO`: nothing changes. */
  readonly mode: 'RW' | 'NC' | 'RO'
  /** Bytes that mergerfs leaves free on it; undefined: as on the whole pool. */
  readonly minFree: number | undefined
}

/**
 * What a mergerfs mount tells of itself.
 * @param point where it is mounted, latin1
 * @param name as in `user.mergerfs.<name>`: `branches`, `minfreespace`, `nullrw`, ...
 * @returns undefined where it cannot be asked: no koffi and no getfattr, or its `xattr` option forbids it
 */
export function poolSetting(point: string, name: string): string | undefined {
  return readAttribute(`${point}/.mergerfs`, `user.mergerfs.${name}`)
}

/** Its branches in their order; undefined where it cannot be asked. */
export function poolBranches(point: string): PoolBranch[] | undefined {
  const value = poolSetting(point, 'branches')
  return value === undefined ? undefined : parseBranches(value)
}

const BRANCH = /^(.*?)(?:=(RW|NC|RO)(?:,([^,=]*))?)?$/s

/** From `/mnt/a=RW:/mnt/b=NC,50G`. */
export function parseBranches(value: string): PoolBranch[] {
  return value.split(':').map((branch) => {
    const [, path = branch, mode, least] = BRANCH.exec(branch) ?? []
    const known = mode === 'NC' || mode === 'RO' ? mode : 'RW'
    return { path, mode: known, minFree: least === undefined ? undefined : parseBytes(least) }
  })
}

/** A size as mergerfs writes it: `4294967296`, `50G`; undefined: not one. */
export function parseBytes(text: string): number | undefined {
  const [, digits, unit = ''] = /^(\d+)([BKMGT]?)$/i.exec(text) ?? []
  if (digits === undefined) return undefined
  return Number(digits) * 1024 ** 'BKMGT'.indexOf(unit.toUpperCase()) // no unit is found at 0
}
