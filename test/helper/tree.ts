// What a tree looks like, to see that nothing in it has changed.
import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync } from 'node:fs'

/** One line a name, as latin1: type, mode, owner, inode, links, mtime, and the digest of the content. */
export function snapshot(root: string): string[] {
  const found: string[] = []
  const visit = (path: Buffer) => {
    const stat = lstatSync(path, { bigint: true })
    const { mode, uid, gid, ino, nlink, mtimeNs } = stat
    const content = stat.isFile() ? createHash('sha1').update(readFileSync(path)).digest('hex') : ''
    found.push([path.toString('latin1'), mode, uid, gid, ino, nlink, mtimeNs, content].join(' '))
    if (!stat.isDirectory()) return
    for (const name of readdirSync(path, { encoding: 'buffer' }))
      visit(Buffer.concat([path, Buffer.from('/'), name]))
  }
  visit(Buffer.from(root))
  return found.sort()
}
