// A directory of a test with files to act on. Names are latin1 strings that stand for bytes.
import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { recordAt } from '../../lib/apply/scene.js'
import type { FileRecord } from '../../lib/record/file.js'
import { pathFields } from '../../lib/record/path.js'
import { stepId, type Op, type StepRecord } from '../../lib/record/step.js'

/** When files of tests were last changed unless a test says otherwise, in seconds. */
export const LONG_AGO = 1_600_000_000

/** What `contents` has for an empty file, which may come and go. */
export const NO_CONTENT = createHash('sha1').digest('hex')

export class Scratch {
  readonly root: string

  /** A new directory, gone when the test ends. */
  constructor(t: Pick<Test, 'teardown'>, parent = tmpdir()) {
    this.root = fs.realpathSync(fs.mkdtempSync(join(parent, 'dd-test-')))
    t.teardown(() => fs.rmSync(this.root, { recursive: true, force: true }))
  }

  /** The path of a name. */
  at(name: string): Buffer {
    return Buffer.from(`${this.root}/${name}`, 'latin1')
  }

  /** Make a file, and its directories. @returns its record */
  write(name: string, content: string | Buffer = name, seconds = LONG_AGO): FileRecord {
    const path = this.at(name)
    fs.mkdirSync(path.subarray(0, path.lastIndexOf('/')), { recursive: true })
    fs.writeFileSync(path, content)
    fs.utimesSync(path, seconds, seconds)
    return this.record(name)
  }

  /** Another name for a file. @returns its record */
  link(name: string, of: string): FileRecord {
    fs.linkSync(this.at(of), this.at(name))
    return this.record(name)
  }

  /** What dd-walk would write about a name now. */
  record(name: string): FileRecord {
    const stat = fs.lstatSync(this.at(name), { bigint: true })
    return { ...recordAt(pathFields(this.at(name)), stat), root: this.root } as FileRecord
  }

  read(name: string): string {
    return fs.readFileSync(this.at(name), 'latin1')
  }

  stat(name: string): fs.BigIntStats {
    return fs.lstatSync(this.at(name), { bigint: true })
  }

  exists(name: string): boolean {
    return fs.lstatSync(this.at(name), { throwIfNoEntry: false }) !== undefined
  }

  remove(name: string): void {
    fs.unlinkSync(this.at(name))
  }

  /** Every name below, sorted: directories end in a slash, symlinks show where they lead. */
  names(): string[] {
    return [...walk(Buffer.from(this.root))]
      .map(({ path, stat }) => {
        const name = path.subarray(this.root.length + 1).toString('latin1')
        if (stat.isDirectory()) return `${name}/`
        return stat.isSymbolicLink() ? `${name} -> ${fs.readlinkSync(path)}` : name
      })
      .sort()
  }

  /** Every content that can be reached under some name. */
  contents(): Set<string> {
    const found = new Set<string>()
    for (const { path, stat } of walk(Buffer.from(this.root)))
      if (stat.isFile()) found.add(sha1(fs.readFileSync(path)))
    return found
  }

  /** All names with what undo must bring back: hard links, mode, owner, time, content. */
  picture(): string[] {
    const first = new Map<bigint, string>()
    return [...walk(Buffer.from(this.root))]
      .filter(({ stat }) => !stat.isDirectory())
      .map(({ path, stat }) => {
        const name = path.toString('latin1')
        if (!first.has(stat.ino)) first.set(stat.ino, name)
        const { mode, uid, gid, mtimeNs } = stat
        const time = stat.isFile() ? mtimeNs : '' // that of a symlink is nobody's concern
        return [name, first.get(stat.ino), mode, uid, gid, time, contentOf(path, stat)].join(' ')
      })
  }
}

function contentOf(path: Buffer, stat: fs.BigIntStats): string {
  if (stat.isFile()) return sha1(fs.readFileSync(path))
  return stat.isSymbolicLink() ? fs.readlinkSync(path) : ''
}

function* walk(dir: Buffer): Generator<{ path: Buffer; stat: fs.BigIntStats }> {
  for (const name of fs.readdirSync(dir, { encoding: 'buffer' }).sort(Buffer.compare)) {
    const path = Buffer.concat([dir, Buffer.from('/'), name])
    const stat = fs.lstatSync(path, { bigint: true })
    yield { path, stat }
    if (stat.isDirectory()) yield* walk(path)
  }
}

export function sha1(bytes: Buffer | string): string {
  return createHash('sha1').update(bytes).digest('hex')
}

/** A step as dd-plan writes it. */
export function step(
  op: Op,
  file: FileRecord,
  keep?: FileRecord,
  fields: Partial<StepRecord> = {},
): StepRecord {
  const why = keep === undefined ? 'empty' : 'duplicate'
  const id = stepId(op, file, keep)
  const frees = (file.blocks ?? 0) * 512
  return { type: 'step', id, op, why, file, ...(keep && { keep }), frees, ...fields }
}

/** Lines of NDJSON. */
export function lines(...records: readonly object[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('')
}
