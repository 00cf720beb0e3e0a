import type { Spool } from '../fs/spool.js'
import type { FileRecord } from '../record/file.js'
import { pathKey } from '../record/path.js'
import { parseStep, type StepRecord } from '../record/step.js'
import { BadLine, readBlocks } from '../stream/read-blocks.js'
import { parseBlock, readLines } from '../stream/read-records.js'
import { NameKeys, numberOf } from './name-keys.js'
import { NumberSet } from './number-set.js'
import { isOtherHosts } from './other-host.js'

/** A whole plan, set aside and found to leave a survivor for everything that it removes. */
export type Plan = {
  readonly steps: () => AsyncGenerator<StepRecord[]>
  readonly count: number
  /** Bytes of content in its targets. */
  readonly bytes: number
}

/**
 * Read a plan to its end before anything is done, so that a plan that was cut short, or that turns
 * on itself, does nothing. Steps of other machines are none of ours, and clash with nothing.
 * Memory: 16 bytes a step and 8 a keeper, and 8 more for a moment now and then.
 * @throws {BadLine} a line is not a step; a name is to go twice; a keeper is to go in another step;
 *   two steps have one id, by which the journal knows them; a line over 60,000 bytes
 */
export async function readPlan(input: AsyncIterable<Buffer>, spool: Spool): Promise<Plan> {
  const keys = new NameKeys()
  const targets = new NumberSet()
  const keepers = new NumberSet()
  const ids = new NumberSet()
  let [count, bytes, last] = [0, 0, '']
  for await (const block of readBlocks(input)) {
    spool.write(block.bytes)
    for (const { record, line, number } of parseBlock(block, parseStep)) {
      checkLength(line, number)
      ids.add(numberOf(record.id))
      count++
      bytes += record.file.size
      if (isOtherHosts(record)) continue
      targets.add(keys.hash(record.file))
      const keep = keptBy(record)
      if (keep && pathKey(keep) !== last) keepers.add(keys.hash(keep))
      if (keep) last = pathKey(keep)
    }
  }
  targets.sort()
  ids.sort()
  const suspects = new Set([...targets.repeated(), ...targets.shared(keepers)])
  if (suspects.size > 0) await refuseTwice(spool, keys, suspects)
  const twins = ids.repeated()
  if (twins.size > 0) await refuseTwins(spool, twins)
  return { count, bytes, steps: () => steps(spool) }
}

/** Its names must fit into a row of the journal, together with one that --trash makes of them. */
export const MAX_STEP_BYTES = 60_000

function checkLength(line: string, number: number): void {
  if (line.length > MAX_STEP_BYTES / 3 && Buffer.byteLength(line) > MAX_STEP_BYTES)
    throw new BadLine(number, `longer than ${MAX_STEP_BYTES} bytes, which no step is`)
}

/** A copy takes nothing away, so what it is made of may itself be restored in the same plan. */
export function keptBy({ op, keep }: StepRecord): FileRecord | undefined {
  return op === 'copy' ? undefined : keep
}

async function* steps(spool: Spool): AsyncGenerator<StepRecord[]> {
  for await (const lines of readLines(spool.read(), parseStep))
    yield lines.map(({ record }) => record)
}

/** Hashes can meet by chance: look at the names themselves, and say which lines clash. */
async function refuseTwice(spool: Spool, keys: NameKeys, suspects: Set<number>): Promise<void> {
  const targets = new Map<string, number>()
  const keepers = new Map<string, number>()
  for await (const lines of readLines(spool.read(), parseStep))
    for (const { record, number } of lines) {
      if (isOtherHosts(record)) continue
      if (suspects.has(keys.hash(record.file))) {
        const key = keys.key(record.file)
        const earlier = targets.get(key)
        if (earlier !== undefined)
          throw new BadLine(number, `its file is the file of line ${earlier} too`)
        targets.set(key, number)
      }
      const keep = keptBy(record)
      if (keep && suspects.has(keys.hash(keep))) keepers.set(keys.key(keep), number)
    }
  for (const [key, number] of keepers) {
    const other = targets.get(key)
    if (other !== undefined)
      throw new BadLine(number, `its keeper is to be removed or replaced by line ${other}`)
  }
}

async function refuseTwins(spool: Spool, twins: Set<number>): Promise<void> {
  const seen = new Map<string, number>()
  for await (const lines of readLines(spool.read(), parseStep))
    for (const { record, number } of lines) {
      if (!twins.has(numberOf(record.id))) continue
      const earlier = seen.get(record.id)
      if (earlier !== undefined)
        throw new BadLine(number, `its id is the id of line ${earlier} too`)
      seen.set(record.id, number)
    }
}
