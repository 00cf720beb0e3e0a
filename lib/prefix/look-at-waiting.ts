import { splitBy } from '../record/split-by.js'
import type { Files } from './files.js'
import type { Findings } from './findings.js'
import { lookedOf } from './gather.js'
import { FAST } from '../fs/lane-of.js'
import { inLanes } from '../thread/in-lanes.js'
import { laneOf } from './lanes.js'
import { STATE } from './look-block.js'
import { packedLines } from './packed-lines.js'
import { runsByKey } from '../sort/runs-by-key.js'
import type { PrefixCrew } from './work.js'

/** Files to look into at a time. */
const BATCH_FILES = 256

/**
 * Look into the files that had to wait, in the order in which they lie on their disks. Of those with
 * the same size and digest one is looked into for all.
 * @param heads the names that stand for a file each
 */
export async function lookAtWaiting(
  heads: Uint32Array,
  files: Files,
  found: Findings,
  crew: PrefixCrew,
): Promise<void> {
  const waiting = heads.filter((file) => files.state[file] === STATE.waits)
  joinByDigest(waiting, files, found)
  const left = waiting.filter((file) => found.isTwin[file] === 0)
  const others = heads.some((file) => files.state[file] === STATE.read)
  if (left.length === 1 && !others) {
    files.state[left[0]!] = STATE.read // for there is nothing to compare it with
    return
  }
  left.sort((a, b) => files.volume[a]! - files.volume[b]! || Number(files.ino[a]! - files.ino[b]!))
  const lane = laneOf(files)
  const lanes = new Map<string, Uint32Array[]>()
  for (const batch of batches(left, lane)) {
    const name = lane(batch[0]!)
    const others = lanes.get(name)
    if (others === undefined) lanes.set(name, [batch])
    else others.push(batch)
  }
  await inLanes(
    lanes,
    (lane) => (lane === FAST ? crew.limit : 1),
    async (batch) => {
      const block = { bytes: packedLines(batch, files), firstLine: 1 }
      const looked = lookedOf(await crew.run({ look: block, canWait: false }))
      files.note(looked, (i) => batch[i]!)
      for (const failure of looked.failures) found.fail({ ...failure, file: batch[failure.file]! })
    },
  )
}

/** Runs of one lane, none too long. */
function* batches(files: Uint32Array, lane: (file: number) => string): Generator<Uint32Array> {
  for (let from = 0, to = 1; from < files.length; from = to++) {
    const fits = () => to - from < BATCH_FILES && lane(files[to]!) === lane(files[from]!)
    while (to < files.length && fits()) to++
    yield files.subarray(from, to)
  }
}

/** Files of one size whose digests, by one algorithm, are equal are not compared: that was done. */
function joinByDigest(waiting: Uint32Array, files: Files, found: Findings): void {
  const hashed = waiting.filter((file) => files.record(file).hash !== undefined)
  const shortKey = (file: number) => Number.parseInt(files.record(file).hash!.slice(0, 8), 16)
  for (const run of runsByKey(hashed, shortKey))
    for (const [first, ...others] of splitBy(run, (file) => digestKey(files, file)))
      for (const other of others) found.join(first!, other)
}

/** A digest without a name says nothing: then the file is like no other. */
function digestKey(files: Files, file: number): string {
  const { size, algo, hash } = files.record(file)
  return algo === undefined ? `${file}` : `${size} ${algo} ${hash}`
}
