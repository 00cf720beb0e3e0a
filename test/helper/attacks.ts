// What somebody else may do to the files of a step while it is at work.
import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'

/** As long as the content of the files, so that only its bytes tell. */
const PRECIOUS = 'PRECIUS'

/** What a look must take in to see an attack: bytes, size and time, or only what has the name. */
type Seen = 'read' | 'fstat' | 'lstat'

export type Victim = 'file' | 'keep' | 'to'

export type Attack = {
  readonly name: string
  /** The step's file, its keeper, where it moves to. */
  readonly on: Victim
  readonly seen: Seen
  /** @param path of the file; @param spare a directory for the attacker's own files */
  readonly act: (path: string, spare: string) => void
}

type Deed = readonly [name: string, seen: Seen, act: Attack['act']]

const DEEDS: readonly Deed[] = [
  ['overwritten, its time put back', 'read', (path) => keepingTimes(path, () => overwrite(path))],
  ['overwritten', 'fstat', (path) => overwrite(path)],
  ['appended to', 'fstat', (path) => writeInto(path, 'a', PRECIOUS)],
  ['truncated', 'fstat', (path) => fs.truncateSync(path, 3)],
  ['replaced', 'lstat', (path, spare) => replace(path, spare)],
  ['replaced, with its size and time', 'lstat', (path, spare) => keepingTimes(path, () => replace(path, spare))],
  ['deleted', 'lstat', (path) => fs.unlinkSync(path)],
  ['moved away', 'lstat', (path, spare) => fs.renameSync(path, `${spare}/moved`)],
  ['swapped for a symlink', 'lstat', (path, spare) => swap(path, spare, () => fs.symlinkSync(`${spare}/victim/d`, path))],
  ['swapped for a directory', 'lstat', (path, spare) => swap(path, spare, () => directory(path))],
  ['swapped for a FIFO', 'lstat', (path, spare) => swap(path, spare, () => spawnSync('mkfifo', [path]))],
  ['taken', 'lstat', (path) => fs.writeFileSync(path, PRECIOUS, { flag: 'wx' })],
  ['below a swapped directory', 'lstat', (path, spare) => swapParent(path, spare)],
] // prettier-ignore

export const ATTACKS: readonly Attack[] = (['file', 'keep', 'to'] as const).flatMap((on) =>
  DEEDS.map(([name, seen, act]) => ({ name: `the ${on} is ${name}`, on, seen, act })),
)

/** Files that nobody may touch, under the names that the plan uses, where a swapped directory leads. */
export const VICTIMS = { 'spare/victim/k': 'victim1', 'spare/victim/d': 'victim2' }

function writeInto(path: string, flag: 'a' | 'r+', text: string): void {
  const { O_APPEND, O_RDWR, O_NOFOLLOW } = fs.constants
  const fd = fs.openSync(path, O_RDWR | O_NOFOLLOW | (flag === 'a' ? O_APPEND : 0))
  fs.writeSync(fd, text)
  fs.closeSync(fd)
}

function overwrite(path: string): void {
  writeInto(path, 'r+', PRECIOUS)
}

function replace(path: string, spare: string): void {
  fs.writeFileSync(`${spare}/new`, PRECIOUS)
  fs.lstatSync(path)
  fs.renameSync(`${spare}/new`, path)
}

function keepingTimes(path: string, act: () => void): void {
  const { atimeNs, mtimeNs } = fs.lstatSync(path, { bigint: true })
  act()
  fs.utimesSync(path, seconds(atimeNs), seconds(mtimeNs))
}

function seconds(ns: bigint): number {
  return Number(ns / 1000n) / 1e6
}

function swap(path: string, spare: string, make: () => void): void {
  fs.renameSync(path, `${spare}/swapped`)
  make()
}

function directory(path: string): void {
  fs.mkdirSync(path)
  fs.writeFileSync(`${path}/in`, PRECIOUS)
}

function swapParent(path: string, spare: string): void {
  const parent = path.slice(0, path.lastIndexOf('/'))
  fs.renameSync(parent, `${spare}/parent`)
  fs.symlinkSync(`${spare}/victim`, parent)
}
