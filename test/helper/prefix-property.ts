// dd-prefix against all pairs, on random files.
import { digestHex } from '../../lib/digest/digest.js'
import type { FileRecord } from '../../lib/record/file.js'
import { CountedReads } from './counted-reads.js'
import { naivePrefix } from './naive-prefix.js'
import { inWords, randomInstance } from './prefix-instance.js'
import { prefixed } from './prefixed.js'
import { pick, randomFrom, shuffled } from './random.js'

/** What was wrong in the cases from `first` on, in words; none should be. */
export async function wrongInstances(first: number, count: number): Promise<string[]> {
  const wrong: string[] = []
  for (let seed = first; seed < first + count; seed++) {
    const random = randomFrom(seed)
    const files = randomInstance(random)
    const trimsZeros = random() < 0.3
    const fs = new CountedReads(files)
    const total = files.reduce((sum, [, content]) => sum + content.length, 0)
    const work = {
      arenaBytes: pick([Math.max(64, total >> 5), Math.max(64, total >> 3), 2 ** 24], random),
      longBytes: pick([2 ** 13, 2 ** 16, 2 ** 26], random),
      mostOpen: pick([1, 2, 8], random),
    }
    const share = pick([0, 0, 0.5, 1], random)
    const records = fs.records().map((record, i) => hashed(record, files[i]![1], random() < share))
    const { found, faults } = await prefixed(shuffled(records, random), fs, { trimsZeros }, work)
    const [ours, theirs] = [inWords(found), naivePrefix(files, trimsZeros)]
    const say = (what: string) =>
      wrong.push(`seed ${seed}, ${trimsZeros ? 'trimmed, ' : ''}${what}`)
    if (faults.length > 0) say(`faults: ${String(faults[0]!.cause)}`)
    if (fs.open > 0) say(`${fs.open} left open`)
    for (const word of theirs) if (!ours.includes(word)) say(`missed: ${word}`)
    for (const word of ours) if (!theirs.includes(word)) say(`not so: ${word}`)
  }
  return wrong
}

/** A record with the digest of its content, as dd-hash adds it, if wanted. */
function hashed(record: FileRecord, content: Buffer, isWanted: boolean): FileRecord {
  if (!isWanted) return record
  return { ...record, hash: digestHex('blake3', content), algo: 'blake3' }
}
