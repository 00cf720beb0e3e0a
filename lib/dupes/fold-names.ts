import type { Chains } from '../sort/chains.js'
import { FileList } from './runs.js'

/**
 * One name for each inode; `names` then leads from it to the others. Where equal inodes may be several
 * files, each name stands for itself.
 */
export function foldNames(
  inodes: Iterable<Uint32Array>,
  names: Chains,
  isTrusted: (file: number) => boolean,
): Uint32Array {
  const heads = new FileList()
  for (const inode of inodes) {
    if (inode.length === 1 || !isTrusted(inode[0]!)) heads.add(inode)
    else {
      heads.add(inode.subarray(0, 1))
      for (const name of inode.subarray(1)) names.add(inode[0]!, name)
    }
  }
  return heads.files
}
