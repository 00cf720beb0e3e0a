// Files on the disks of a pool: planted from a table, and looked at whole. Names are latin1 for bytes.
import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import { LONG_AGO, sha1 } from './scratch.js'

/** Name -> content, or `=name` for another name of a file before. A name that ends in a slash is a directory. */
export type Planted = { readonly [name: string]: string }

/** No two of them have one time. */
export function plantIn(root: string, files: Planted): void {
  let seconds = LONG_AGO
  for (const [name, content] of Object.entries(files)) {
    const path = Buffer.from(`${root}/${name}`, 'latin1')
    fs.mkdirSync(path.subarray(0, path.lastIndexOf('/')), { recursive: true })
    if (name.endsWith('/')) continue
    if (content.startsWith('='))
      fs.linkSync(Buffer.from(`${root}/${content.slice(1)}`, 'latin1'), path)
    else {
      fs.writeFileSync(path, content, 'latin1')
      fs.utimesSync(path, seconds, seconds++ + 0.123456)
    }
  }
}

type Entry = { readonly name: string; readonly path: Buffer; readonly stat: fs.BigIntStats }

export function* entries(dir: Buffer, skip = dir.length + 1): Generator<Entry> {
  for (const name of fs.readdirSync(dir, { encoding: 'buffer' }).sort(Buffer.compare)) {
    const path = Buffer.concat([dir, Buffer.from('/'), name])
    const stat = fs.lstatSync(path, { bigint: true })
    yield { name: path.toString('latin1', skip), path, stat }
    if (stat.isDirectory()) yield* entries(path, skip)
  }
}

/** All that an undo brings back: which names are one file, too, but not the number of its inode. */
export function picture(root: string): string[] {
  const first = new Map<string, string>()
  const lines = [...entries(Buffer.from(root, 'latin1'))].map(({ name, path, stat }) => {
    const { dev, ino, nlink, mode, uid, gid, size, mtimeNs } = stat
    const own = [name, mode.toString(8), uid, gid].join(' ')
    if (stat.isDirectory()) return own
    const id = `${dev}:${ino}`
    if (!first.has(id)) first.set(id, name)
    return [own, nlink, size, mtimeNs, first.get(id), contentOf(path, stat)].join(' ')
  })
  return [...lines, ...attributes(root)]
}

/** All that a look can see, times of access too. */
export function everything(root: string): string[] {
  const lines = [...entries(Buffer.from(root, 'latin1'))].map(({ name, path, stat }) => {
    const { dev, ino, nlink, mode, uid, gid, size, mtimeNs, ctimeNs, atimeNs } = stat
    const times = [mtimeNs, ctimeNs, stat.isFile() ? atimeNs : '']
    return [name, dev, ino, nlink, mode, uid, gid, size, ...times, contentOf(path, stat)].join(' ')
  })
  return [...lines, ...attributes(root)]
}

/** Every path with its content, or what else is there. */
export function view(root: string): Map<string, string> {
  const found = [...entries(Buffer.from(root, 'latin1'))]
  const files = found.filter(({ stat }) => !stat.isDirectory())
  return new Map(files.map(({ name, path, stat }) => [name, contentOf(path, stat)]))
}

function contentOf(path: Buffer, stat: fs.BigIntStats): string {
  if (stat.isSymbolicLink()) return `-> ${fs.readlinkSync(path, 'latin1')}`
  return stat.isFile() ? sha1(readQuietly(path)) : `a ${stat.mode.toString(8)}`
}

/** Leaves no trace in the time of access. */
function readQuietly(path: Buffer): Buffer {
  const { O_RDONLY, O_NOATIME } = fs.constants
  const fd = fs.openSync(path, O_RDONLY | (O_NOATIME ?? 0))
  try {
    return fs.readFileSync(fd)
  } finally {
    fs.closeSync(fd)
  }
}

/** Extended attributes, ACLs among them, of everything that has any. */
function attributes(root: string): string[] {
  const args = ['-R', '-h', '-d', '-m', '-', '-e', 'base64', '--absolute-names', root]
  const { stdout } = spawnSync('getfattr', args, { encoding: 'latin1' })
  return stdout.split('\n\n').filter(Boolean).map(sorted).sort()
}

function sorted(block: string): string {
  return block.split('\n').sort().join(' ')
}
