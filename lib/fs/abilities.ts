import { accessSync, constants, fstatSync } from 'node:fs'
import type { Abilities, Dir, Place } from './disk.js'
import { lacking } from './lacks.js'
import { mayLink } from './may-link.js'
import { mountFinder, mountId } from './mount-of.js'
import { readMounts, type Mount } from './mounts.js'
import type { Native } from './native/native.js'
import { sharedBlocks } from './shared-blocks.js'

const { R_OK, W_OK, X_OK } = constants
const HERE = Buffer.from('.')

/** Of an open directory; it stays so as long as it is open. */
type Where = { readonly mount: Mount | undefined; readonly dev: number }

/**
 * What the kernel, the mounts and what is known of file systems tell.
 * @param calls undefined where koffi does not load
 * @param at how the kernel reaches a name
 */
export function abilitiesOf(calls: Native | undefined, at: (place: Place) => Buffer): Abilities {
  const find = mountFinder(readMounts, (fd) => calls?.mountId?.(fd) ?? mountId(fd)) // /proc is slow
  const known = new WeakMap<Dir, Where>()
  const whereIs = (dir: Dir) => {
    const found = known.get(dir) ?? { mount: find(dir.fd), dev: fstatSync(dir.fd).dev }
    known.set(dir, found)
    return found
  }
  const mountOf = (dir: Dir) => whereIs(dir).mount
  return {
    lacks: (feature, dir) => {
      const mount = mountOf(dir)
      return mount && lacking(feature, mount, () => calls?.xfsReflinks(dir.fd))
    },
    isReadOnly: (dir) => mountOf(dir)?.readOnly === true,
    onTwoDisks: (a, b) => differ(mountOf(a)?.dev, mountOf(b)?.dev),
    areApart: (a, b) => differ(mountOf(a)?.id, mountOf(b)?.id) || whereIs(a).dev !== whereIs(b).dev,
    mayLink: (place, stat) => mayLink(stat, () => denied(at(place), R_OK | W_OK) === undefined),
    attributes: (fd) => calls?.attributes(fd),
    writeError: (to) =>
      'dir' in to ? denied(at(to), W_OK) : denied(at({ dir: to, name: HERE }), W_OK | X_OK),
    sharedBlocks: (file, other, size) => calls && sharedBlocks(calls.extents, file, other, size),
  }
}

function differ(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b
}

/** The code of what keeps us from it. */
function denied(path: Buffer, mode: number): string | undefined {
  try {
    accessSync(path, mode)
    return undefined
  } catch (error) {
    return (error as NodeJS.ErrnoException).code
  }
}
