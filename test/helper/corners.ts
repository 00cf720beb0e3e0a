// Corners of real file systems for dd-apply: scenes that other tests of processes can stand in.
import { spawn, spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { recordAt } from '../../lib/apply/scene.js'
import type { FileRecord } from '../../lib/record/file.js'
import { pathFields } from '../../lib/record/path.js'
import type { Op, StepRecord } from '../../lib/record/step.js'
import { outcomes, Stage, type Applied } from './applied.js'
import { loopFs, must, overlay } from './mounts.js'
import { Scratch } from './scratch.js'

/** What a dry run and a real one say of each step of a plan. */
export type Said = { readonly dry: readonly string[]; readonly real: readonly string[] }

export type Play = (t: Test) => Promise<unknown>

export const ext4 = (t: Test): string => loopFs(t, 'ext4', 16)

/** A step of each op for a file of its own, by its name. */
export function forOps(
  ops: readonly Op[],
  make: (name: string, op: Op) => StepRecord,
): StepRecord[] {
  return ops.map((op) => make(op, op))
}

let journals = 0

/** A dry run, which changes nothing, and a real one. @returns the journal of the real one */
export async function bothRuns(
  t: Test,
  stage: Stage,
  steps: readonly StepRecord[],
  { dry, real }: Said,
  args: readonly string[] = [],
): Promise<string> {
  const before = stage.files.picture()
  const would = await stage.apply(steps, args)
  t.strictSame(outcomes(would.results), dry, `dry: ${would.stderr}`)
  t.strictSame(stage.files.picture(), before, 'a dry run changes nothing')
  const journal = newJournal(stage)
  const done = await stage.apply(steps, ['--apply', '--journal', journal, ...args])
  t.strictSame(outcomes(done.results), real, done.stderr)
  t.equal(done.status, real.every((one) => one === 'done') ? 0 : 1)
  return journal
}

/** Where nothing was: each run has one of its own. */
export function newJournal(stage: Stage): string {
  return String(stage.state.at(`journal-${journals++}.csv`))
}

/** All of them the same. */
export function each(count: number, dry: string, real = dry): Said {
  return { dry: Array(count).fill(dry), real: Array(count).fill(real) }
}

/** Everything comes back, as it was. */
export async function comesBack(
  t: Test,
  stage: Stage,
  journal: string,
  before: readonly string[],
): Promise<Applied> {
  const undone = await stage.undo(journal)
  t.equal(undone.status, 0, undone.stderr)
  t.strictSame(stage.files.picture(), before, 'as it was')
  return undone
}

/**
 * An overlay beside one of its layers, below `home`: `real` is that layer, `view` the overlay, with
 * these names in both; the other layer may be elsewhere.
 */
export function twoViews(
  t: Test,
  home: string,
  beside: 'upper' | 'lower',
  names: readonly string[],
  { other = home, options = '' } = {},
) {
  const stage = new Stage(t, home)
  const elsewhere = other === home ? stage.files : new Scratch(t, other)
  const layers = { upper: stage.files, lower: stage.files }
  layers[beside === 'upper' ? 'lower' : 'upper'] = elsewhere
  for (const dir of [layers.upper.at('up'), layers.upper.at('work'), layers.lower.at('low')])
    fs.mkdirSync(dir)
  const dir = beside === 'upper' ? 'up' : 'low'
  for (const name of names) stage.files.write(`${dir}/${name}`, `content of ${name}`)
  const [low, up, work] = [
    layers.lower.at('low'),
    layers.upper.at('up'),
    layers.upper.at('work'),
  ].map(String) as [string, string, string]
  const view = overlay(t, { lower: low, upper: up, work }, options)
  return {
    stage,
    real: (name: string) => recordIn(`${stage.files.root}/${dir}`, name),
    view: (name: string) => recordIn(view, name),
  }
}

/** The record of a file in any directory, which is its root. */
export function recordIn(root: string, name: string): FileRecord {
  const path = Buffer.from(`${root}/${name}`)
  const stat = fs.lstatSync(path, { bigint: true })
  return { ...recordAt(pathFields(path), stat), root } as FileRecord
}

/** Files that say that they are empty, and are not: as a server shows what has no size yet. */
const NO_SIZES = `
import errno, stat, sys
from fusepy import FUSE, FuseOSError, Operations
class NoSizes(Operations):
    files = {'/doc': [7, b'PRECIOUS'], '/empty': [8, b'']}
    last = 8
    def getattr(self, path, fh=None):
        if path == '/': return dict(st_mode=stat.S_IFDIR | 0o755, st_nlink=2)
        if path not in self.files: raise FuseOSError(errno.ENOENT)
        return dict(st_mode=stat.S_IFREG | 0o644, st_ino=self.files[path][0], st_nlink=1, st_size=0, st_mtime=1e9)
    def readdir(self, path, fh): return ['.', '..'] + [name[1:] for name in self.files]
    def open(self, path, flags): return 0
    def read(self, path, size, offset, fh): return self.files[path][1][offset:offset + size]
    def unlink(self, path): del self.files[path]
    def rename(self, old, new): self.files[new] = self.files.pop(old)
    def create(self, path, mode, fi=None):
        self.last += 1
        self.files[path] = [self.last, b'']
        return 0
    def fsync(self, path, datasync, fh): return 0
    def fsyncdir(self, path, datasync, fh): return 0
    def statfs(self, path): return {}
FUSE(NoSizes(), sys.argv[1], foreground=True, direct_io=True, use_ino=True)
`

/** For `skip`: why no such file system can be had, or false. */
export function cannotHideSizes(): string | false {
  if (!fs.existsSync('/dev/fuse')) return 'there is no /dev/fuse'
  const { status } = spawnSync('/usr/bin/python3', ['-c', 'import fusepy'])
  return status === 0 ? false : 'python3-fusepy is not installed'
}

/** Mounted: a file `doc` with content and a file `empty` without, both of 0 bytes. */
export async function withoutSizes(t: Test): Promise<string> {
  const scratch = new Scratch(t)
  scratch.write('fs.py', NO_SIZES)
  fs.mkdirSync(scratch.at('mount'))
  const dir = join(scratch.root, 'mount')
  const child = spawn('/usr/bin/python3', [join(scratch.root, 'fs.py'), dir], { stdio: 'ignore' })
  const ended = new Promise((resolve) => child.on('exit', resolve))
  t.teardown(async () => {
    must('umount', dir)
    await ended
  })
  while (spawnSync('mountpoint', ['-q', dir]).status !== 0) {
    if (child.exitCode !== null) throw new Error('the file system did not come')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return dir
}
