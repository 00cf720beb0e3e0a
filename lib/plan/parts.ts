import type { Name } from './name.js'
import type { PlanOp, Policy } from './policy.js'

/** Is the op one that makes a file of the name, which then shares what the keeper has? */
export function isLink(op: PlanOp): boolean {
  return op !== 'delete' && op !== 'move'
}

/** Names between which the op is possible have one key. */
export function partKey({ op, metadata }: Policy): (name: Name) => string {
  if (op !== 'hardlink' && op !== 'reflink') return () => ''
  const strict = op === 'hardlink' && metadata === 'require'
  return (name) => {
    const { file, inode } = name
    const { best } = inode // one answer for all names of an inode
    const { mode, uid, gid } = best === name ? file : best.file
    return strict ? `${file.dev} ${mode} ${uid} ${gid}` : file.dev
  }
}
