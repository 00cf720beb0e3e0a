import { isAtOrBelow, majorMinor, type Mount } from '../fs/mounts.js'

/** Where an operand really is: its path without symlinks (latin1), and its device. */
export type Place = { readonly real: string; readonly dev: bigint }

/**
 * Can one name be reached twice below these places, because one is below the other or through bind
 * mounts? Pure. Says yes where the mounts do not tell: on btrfs, whose subvolumes have devices of
 * their own.
 */
export function mayOverlap(places: readonly Place[], mounts: readonly Mount[]): boolean {
  const areas = places.flatMap((place) => [
    areaOf(place, mounts),
    ...mounts
      .filter(({ point }) => point !== place.real && isAtOrBelow(point, place.real))
      .map(areaOfMount),
  ])
  const known = areas.filter((area) => area !== undefined).sort()
  const nested = known.some((area, i) => i > 0 && area.startsWith(known[i - 1]!))
  return nested || known.length < areas.length
}

/** The part of a file system: its device and a directory in it, a slash at its end. */
function areaOf({ real, dev }: Place, mounts: readonly Mount[]): string | undefined {
  const holders = mounts.filter(({ point }) => isAtOrBelow(real, point))
  const longest = Math.max(...holders.map(({ point }) => point.length))
  const mount = holders.findLast(({ point }) => point.length === longest)
  if (mount === undefined || mount.dev !== majorMinor(dev)) return undefined
  const within = mount.point === '/' ? real : real.slice(mount.point.length)
  return areaOfMount({ dev: mount.dev, root: joined(mount.root, within) })
}

function joined(root: string, within: string): string {
  return `${root === '/' ? '' : root}${within}`
}

function areaOfMount({ dev, root }: Pick<Mount, 'dev' | 'root'>): string {
  return `${dev} ${root.replace(/\/*$/, '/')}`
}
