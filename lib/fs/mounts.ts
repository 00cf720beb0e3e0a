import { readFileSync } from 'node:fs'

/** A line of /proc/self/mountinfo. Strings are latin1. */
export type Mount = {
  /** The kernel's number for it, as long as it is mounted. */
  readonly id: string
  /** `major:minor`, of the file system. */
  readonly dev: string
  /** The directory of the file system that is mounted. */
  readonly root: string
  /** Where it is mounted. */
  readonly point: string
  readonly type: string
  readonly source: string
  /** Nothing can be changed through this mount. */
  readonly readOnly: boolean
}

/** What is mounted, in the order of mounting; undefined where the system does not tell (macOS). */
export function readMounts(): Mount[] | undefined {
  try {
    return parseMounts(readFileSync('/proc/self/mountinfo', 'latin1'))
  } catch {
    return undefined
  }
}

/** See proc(5): `27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw`. */
export function parseMounts(text: string): Mount[] {
  return text.split('\n').filter(Boolean).map(parseMount)
}

function parseMount(line: string): Mount {
  const [before, after] = line.split(' - ')
  const [id = '', , dev, root, point, options] = (before ?? '').split(' ')
  const [type, source, superOptions] = (after ?? '').split(' ')
  return {
    id,
    dev: plain(dev),
    root: plain(root),
    point: plain(point),
    type: plain(type),
    source: plain(source),
    readOnly: [options, superOptions].some((list) => list?.split(',').includes('ro')),
  }
}

/** Blanks, newlines and backslashes are written in octal. */
function plain(field = ''): string {
  return field.replace(/\\(\d{3})/g, (_, octal) => String.fromCharCode(parseInt(octal, 8)))
}

/** The `major:minor` of a device number, as the kernel's 64 bits hold it. */
export function majorMinor(dev: bigint): string {
  const major = ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & 0xfffff000n)
  const minor = (dev & 0xffn) | ((dev >> 12n) & 0xffffff00n)
  return `${major}:${minor}`
}

/** True if `path` is `above` or below it. */
export function isAtOrBelow(path: string, above: string): boolean {
  return above === '/' || path === above || path.startsWith(`${above}/`)
}
