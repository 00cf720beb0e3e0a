import type { Chains } from '../sort/chains.js'

/**
 * One name for each inode, in the place of all; `names` then leads from it to the others. Where equal
 * inodes may be several files, each name stands for itself.
 * @param files names of one inode stand side by side
 */
export function foldNames(
  files: Uint32Array,
  names: Chains,
  isOneInode: (a: number, b: number) => boolean,
  isTrusted: (file: number) => boolean,
): Uint32Array {
  let heads = 0
  for (const file of files) {
    const head = heads === 0 ? undefined : files[heads - 1]
    if (head !== undefined && isOneInode(head, file) && isTrusted(head)) names.add(head, file)
    else files[heads++] = file
  }
  return files.subarray(0, heads)
}
