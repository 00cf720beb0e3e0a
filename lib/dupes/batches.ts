import { FAST } from '../fs/lane-of.js'
import { FileList } from './runs.js'
import { ARENA_BYTES, arenaBytes } from './short-reader.js'
import type { ClassEnd, Task } from './work.js'

/** A batch is full at so many files, or so many bytes: small enough to share out evenly. */
const BATCH_FILES = 128
export const BATCH_BYTES = 2 * 2 ** 20

type Bytes = (file: number) => number

/**
 * What each lane reads, in batches for one thread, made when they are asked for. A lane that has a
 * name goes through its files in their order; elsewhere those come first that are a batch each, the
 * longest of them first, so that no thread is left with one at the end.
 */
export function batchesByLane(
  files: Uint32Array,
  bytesOf: Bytes,
  laneOf: (file: number) => string,
): Map<string, Iterable<Uint32Array>> {
  const lanes = new Map<string, FileList>()
  for (let from = 0, to = 1; from < files.length; from = to++) {
    const lane = laneOf(files[from]!)
    while (to < files.length && laneOf(files[to]!) === lane) to++
    const list = lanes.get(lane) ?? new FileList()
    lanes.set(lane, list)
    list.add(files.subarray(from, to))
  }
  const ordered = (lane: string, files: Uint32Array) =>
    lane === FAST ? longestFirst(files, bytesOf) : files
  return new Map([...lanes].map(([lane, { files }]) => [lane, cut(ordered(lane, files), bytesOf)]))
}

function longestFirst(files: Uint32Array, bytesOf: Bytes): Uint32Array {
  const isLong = (file: number) => bytesOf(file) >= BATCH_BYTES
  const order = new FileList()
  order.add(files.filter(isLong).sort((a, b) => bytesOf(b) - bytesOf(a)))
  order.add(files.filter((file) => !isLong(file)))
  return order.files
}

function* cut(files: Uint32Array, bytesOf: Bytes): Generator<Uint32Array> {
  for (let from = 0, to = 1; from < files.length; from = to++) {
    let bytes = bytesOf(files[from]!)
    while (to < files.length && to - from < BATCH_FILES && bytes < BATCH_BYTES)
      bytes += bytesOf(files[to++]!)
    yield files.subarray(from, to)
  }
}

/** Files of one size that are probably equal. */
export type Class = { readonly files: Uint32Array; readonly mayBeAlone: boolean }

/** A batch, and what a thread is asked to do with it. */
export type ClassTask = { readonly batch: Uint32Array; readonly task: Task }

/** Several classes at a time, none cut, the largest first. */
export function* classTasks(classes: readonly Class[], bytesOf: Bytes): Generator<ClassTask> {
  const classBytes = ({ files }: Class) => files.length * bytesOf(files[0]!)
  const sorted = classes.toSorted((a, b) => classBytes(b) - classBytes(a))
  let [batch, ends, bytes] = [new FileList(), [] as ClassEnd[], 0]
  for (const [i, one] of sorted.entries()) {
    batch.add(one.files)
    ends.push({ end: batch.files.length, mayBeAlone: one.mayBeAlone })
    bytes += classBytes(one)
    const isFull = batch.files.length >= BATCH_FILES || bytes >= BATCH_BYTES
    if (!isFull && i < sorted.length - 1) continue
    yield { batch: batch.files, task: { classes: batch.files.slice(), ends } }
    ;[batch, ends, bytes] = [new FileList(), [], 0]
  }
}

const ARENA_FILES = 4096

/** With so many files a batch is full, however short they are: whoever reads it hears no signal meanwhile. */
const SHORT_FILES = 1024

/** Is it so small that one thread can hold all of it in its arena? */
export function fitsArena(files: Uint32Array, size: number): boolean {
  return files.length <= ARENA_FILES && files.length * arenaBytes(size) < ARENA_BYTES
}

/**
 * Classes of short files, each whole in one batch. @param fewest batches, so that each thread has
 * its share of a short run
 */
export function* shortTasks(
  classes: readonly Uint32Array[],
  { bytesOf, mayBeAlone, fewest }: ShortSettings,
): Generator<ClassTask> {
  const takes = (files: Uint32Array) => files.length * arenaBytes(bytesOf(files[0]!))
  const total = classes.reduce((sum, files) => sum + takes(files), 0)
  const most = Math.min(ARENA_BYTES, total / fewest + 1)
  let [batch, ends, bytes] = [new FileList(), [] as number[], 0]
  const cut = (): ClassTask => {
    const [full, shorts] = [batch.files, batch.files.slice()] // a view would be sent with all behind it
    const task = { shorts, ends: Uint32Array.from(ends), mayBeAlone }
    ;[batch, ends, bytes] = [new FileList(), [], 0]
    return { batch: full, task }
  }
  for (const files of classes) {
    const isFull = bytes >= most || batch.files.length >= SHORT_FILES
    if (ends.length > 0 && (isFull || bytes + takes(files) > ARENA_BYTES)) yield cut()
    batch.add(files)
    ends.push(batch.files.length)
    bytes += takes(files)
  }
  if (ends.length > 0) yield cut()
}

type ShortSettings = {
  readonly bytesOf: Bytes
  readonly mayBeAlone: boolean
  readonly fewest: number
}

/** Files that are read to see whether they come from memory. */
const TRIAL_FILES = 512

/** Classes of so many files, and the others. */
export function splitForTrial(classes: readonly Uint32Array[]) {
  let [files, count] = [0, 0]
  while (count < classes.length && files < TRIAL_FILES) files += classes[count++]!.length
  return { first: classes.slice(0, count), rest: classes.slice(count) }
}

/** Classes in portions of at most so many bytes, or of one class. */
export function* inPortions(
  classes: readonly Uint32Array[],
  bytesIn: (files: Uint32Array) => number,
  most: number,
): Generator<Uint32Array[]> {
  let [portion, bytes] = [[] as Uint32Array[], 0]
  for (const files of classes) {
    if (portion.length > 0 && bytes + bytesIn(files) > most) {
      yield portion
      ;[portion, bytes] = [[], 0]
    }
    portion.push(files)
    bytes += bytesIn(files)
  }
  if (portion.length > 0) yield portion
}

/** Files that the system is asked for, in their order. */
export function* aheadTasks(files: Uint32Array): Generator<Task> {
  for (let from = 0; from < files.length; from += BATCH_FILES)
    yield { ahead: files.slice(from, from + BATCH_FILES) }
}
