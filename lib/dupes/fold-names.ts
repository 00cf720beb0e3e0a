import type { Chains } from '../sort/chains.js'
import type { Classes } from '../sort/classes.js'

/**
 * One name for each inode, in the place of all; `names` then leads from it to the others. Where equal
 * inodes may be several files, each name stands for itself.
 * @param inodes names of one inode
 */
export function foldNames(
  inodes: Classes,
  names: Chains,
  isTrusted: (file: number) => boolean,
): Uint32Array {
  const { items, ends } = inodes
  let [heads, start] = [0, 0]
  for (const end of ends) {
    const head = items[start]!
    const isOne = end - start > 1 && isTrusted(head)
    items[heads++] = head
    for (let i = start + 1; i < end; i++)
      if (isOne) names.add(head, items[i]!)
      else items[heads++] = items[i]!
    start = end
  }
  return items.subarray(0, heads)
}
