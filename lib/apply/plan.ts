import type { Spool } from '../fs/spool.js'
import { parseStep, type StepRecord } from '../record/step.js'
import { BadLine, readBlocks } from '../stream/read-blocks.js'
import { parseBlock, readLines } from '../stream/read-records.js'
import { NameKeys } from './name-keys.js'
import { NumberSet } from './number-set.js'

/** A whole plan, set aside and found to leave a survivor for everything that it removes. */
export type Plan = {
  readonly steps: () => AsyncGenerator<StepRecord[]>
  readonly count: number
  /** Bytes of content in its targets. */
  readonly bytes: number
}

/**
 * Read a plan to its end before anything is done, so that a plan that was cut short, or that turns
 * on itself, does nothing. Memory: 8 bytes a step and 8 a keeper.
 * @throws {BadLine} a line is not a step; a name is to go twice; a keeper is to go in another step
 */
export async function readPlan(input: AsyncIterable<Buffer>, spool: Spool): Promise<Plan> {
  const keys = new NameKeys()
  const targets = new NumberSet()
  const keepers = new NumberSet()
  let [count, bytes, last] = [0, 0, '']
  for await (const block of readBlocks(input)) {
    spool.write(block.bytes)
    for (const { record } of parseBlock(block, parseStep)) {
      targets.add(keys.hash(record.file))
      const keep = record.keep?.path ?? record.keep?.path64 ?? ''
      if (record.keep && keep !== last && keepsContent(record)) keepers.add(keys.hash(record.keep))
      last = keep
      count++
      bytes += record.file.size
    }
  }
  targets.sort()
  const suspects = new Set([...targets.repeated(), ...targets.shared(keepers)])
  if (suspects.size > 0) await refuseTwice(spool, keys, suspects)
  return { count, bytes, steps: () => steps(spool) }
}

/** A copy takes nothing away, so what it is made of may itself be restored in the same plan. */
function keepsContent({ op }: StepRecord): boolean {
  return op !== 'copy'
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
      if (suspects.has(keys.hash(record.file))) {
        const key = keys.key(record.file)
        const earlier = targets.get(key)
        if (earlier !== undefined)
          throw new BadLine(number, `its file is the file of line ${earlier} too`)
        targets.set(key, number)
      }
      if (record.keep && keepsContent(record) && suspects.has(keys.hash(record.keep)))
        keepers.set(keys.key(record.keep), number)
    }
  for (const [key, number] of keepers) {
    const other = targets.get(key)
    if (other !== undefined)
      throw new BadLine(number, `its keeper is to be removed or replaced by line ${other}`)
  }
}
