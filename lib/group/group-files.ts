import type { Writable } from 'node:stream'
import { stacked } from '../fs/stacked.js'
import { TempFile } from '../fs/temp-file.js'
import { readBlocks } from '../stream/read-blocks.js'
import { InodeCounter, ViewCounter, type IsStacked } from './count-copies.js'
import type { Facts } from './facts.js'
import { groupKey, type By } from './group-key.js'
import type { Grouping } from './grouping.js'
import { Interned } from './interned.js'
import { onePerName } from './one-per-name.js'
import { byGroup, byInode, byKey, byName } from './orders.js'
import { Pile } from './pile.js'
import { readFiles } from './read-files.js'
import type { MakeTemp } from './runs.js'
import { Volumes } from './volumes.js'
import { withCopies } from './with-copies.js'
import type { Content, Place } from './write-frame.js'
import { writeFiles } from './write-files.js'
import { writeGroups } from './write-groups.js'

/**
 * Pass on the files that have as many copies as wanted, or groups of them. What is written depends
 * on the set of records alone, not on their order and not on the budget.
 * @param onRead called now and then with the number of records read, and the bytes of their files
 * @returns names that came twice with different facts; the newer record was taken
 * @throws {BadLine} a line that is not a file record, or lacks the digest
 * @throws {Error} no room for temporary files; `out` fails
 */
export async function groupFiles(
  input: AsyncIterable<Buffer>,
  out: Writable,
  { by, wanted, asGroups, budgetBytes }: Grouping,
  onRead: (records: number, bytes: number) => void = () => {},
  makeTemp: MakeTemp = () => new TempFile(),
  isStacked: IsStacked = stacked(),
): Promise<number> {
  const volumes = new Volumes()
  const kinds = new Interned()
  const all = new Pile(byName(kinds), budgetBytes, makeTemp)
  const content = contents(by, volumes, kinds)
  for await (const block of readBlocks(input)) {
    let bytes = 0
    const records = readFiles(block, asGroups, (facts, place) => {
      all.add(content(facts, place))
      bytes += facts.size
    })
    onRead(records, bytes)
  }

  const order = byKey(by)
  const names = all.successor(order)
  const disagreeing = onePerName(all.cursor(), (cursor) => names.take(cursor))
  all.close()

  const kept = names.successor(asGroups ? byGroup(kinds, volumes) : byInode(volumes))
  withCopies(
    () => names.cursor(),
    order,
    volumes.count > 1 ? new ViewCounter(order, isStacked) : new InodeCounter(order),
    wanted,
    (cursor) => kept.take(cursor),
  )
  names.close()

  if (asGroups) await writeGroups(kept.cursor(), kinds, out)
  else await writeFiles(kept.cursor(), out)
  kept.close()
  return disagreeing
}

/**
 * Makes what a frame holds of a record. Most records follow one of the same device and kind.
 * @throws {BadRecord} the digest is missing
 */
function contents(by: By, volumes: Volumes, kinds: Interned) {
  type Last = { dev?: string; host?: string | undefined; volume: number; machine: number }
  let last: Last = { volume: 0, machine: 0 }
  return (facts: Facts, place: Place): Content => {
    const { name, size, dev, ino, host } = facts
    const { digest, digestAt, kind } = groupKey(facts, by)
    if (dev !== last.dev || host !== last.host) {
      const number = volumes.numberOf(dev, host)
      last = { dev, host, volume: number, machine: volumes.machineOf(number) }
    }
    const { volume, machine } = last
    return { volume, machine, ino, size, kind: kinds.numberOf(kind), digest, digestAt, name, place }
  }
}
