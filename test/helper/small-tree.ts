// Small trees for crash tests: made from a table, looked at whole. Names are latin1 for bytes.
import * as fs from 'node:fs'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recordAt } from '../../lib/apply/scene.js'
import type { FileRecord } from '../../lib/record/file.js'
import { pathFields } from '../../lib/record/path.js'

/** Name -> content, or `=name` for another name of a file made before. Parents are made. */
export type Files = { readonly [name: string]: string }

export type Entry = {
  readonly kind: 'file' | 'symlink' | 'other'
  /** Bytes as latin1, or where the symlink leads. */
  readonly content: string
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly mtimeNs: bigint
  /** Not by the number of its device, which may be another one after a reboot. */
  readonly ino: string
}

export type Tree = ReadonlyMap<string, Entry>

/** A new directory, in memory where there is such a place. */
export function newRoot(parent = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()): string {
  return fs.realpathSync(fs.mkdtempSync(join(parent, 'dd-crash-')))
}

export function bytesOf(root: string, name: string): Buffer {
  return Buffer.from(`${root}/${name}`, 'latin1')
}

const ROOT = process.getuid?.() === 0

/** No two of its files have the same time, mode and owner, as far as we may choose. */
export function plant(root: string, files: Files): void {
  let n = 0
  for (const [name, content] of Object.entries(files)) {
    const path = bytesOf(root, name)
    fs.mkdirSync(path.subarray(0, path.lastIndexOf('/')), { recursive: true })
    if (content.startsWith('=')) {
      fs.linkSync(bytesOf(root, content.slice(1)), path)
      continue
    }
    fs.writeFileSync(path, content, 'latin1')
    if (ROOT) fs.chownSync(path, 1000 + n, 2000 + n)
    fs.chmodSync(path, 0o600 + n)
    fs.utimesSync(path, 1_600_000_000, 1_600_000_000 + n + 0.123456)
    n = (n + 1) % 8
  }
}

export function record(root: string, name: string): FileRecord {
  const path = bytesOf(root, name)
  const stat = fs.lstatSync(path, { bigint: true })
  return { ...recordAt(pathFields(path), stat), root } as FileRecord
}

/** Everything below that is not a directory. */
export function look(root: string): Tree {
  const found = new Map<string, Entry>()
  const { dev } = fs.lstatSync(root, { bigint: true })
  lookInto(Buffer.from(root, 'latin1'), root.length + 1, dev, found)
  return found
}

function lookInto(dir: Buffer, skip: number, home: bigint, found: Map<string, Entry>): void {
  for (const entry of fs.readdirSync(dir, { encoding: 'buffer', withFileTypes: true })) {
    const path = Buffer.concat([dir, Buffer.from('/'), entry.name])
    if (entry.isDirectory()) lookInto(path, skip, home, found)
    else found.set(path.toString('latin1', skip), entryAt(path, home))
  }
}

function entryAt(path: Buffer, home: bigint): Entry {
  const stat = fs.lstatSync(path, { bigint: true })
  const kind = stat.isFile() ? 'file' : stat.isSymbolicLink() ? 'symlink' : 'other'
  return {
    kind,
    content: kind === 'file' ? fs.readFileSync(path, 'latin1') : target(kind, path),
    mode: Number(stat.mode),
    uid: Number(stat.uid),
    gid: Number(stat.gid),
    mtimeNs: kind === 'file' ? stat.mtimeNs : 0n,
    ino: stat.dev === home ? `${stat.ino}` : `${stat.ino}, far away`,
  }
}

function target(kind: Entry['kind'], path: Buffer): string {
  return kind === 'symlink' ? fs.readlinkSync(path, 'latin1') : ''
}

/** Every content that some name leads to. */
export function contents(tree: Tree): Set<string> {
  return new Set([...tree.values()].filter(({ kind }) => kind === 'file').map((e) => e.content))
}

/** Names that only a step at work may use. */
export function temporaries(tree: Tree): string[] {
  return [...tree.keys()].filter((name) => /(^|\/)\.dd-[0-9a-z]+-\d+a?~$/.test(name))
}
