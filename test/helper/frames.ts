// Frames, and ways to go through them, for tests of lib/group.
import type { FileRecord } from '../../lib/record/file.js'
import type { Cursor } from '../../lib/group/cursor.js'
import { factsOf } from '../../lib/group/facts.js'
import { Frame, newSlab } from '../../lib/group/frame.js'
import { groupKey, type By } from '../../lib/group/group-key.js'
import { Interned } from '../../lib/group/interned.js'
import type { Order } from '../../lib/group/order.js'
import { Pile } from '../../lib/group/pile.js'
import { Volumes } from '../../lib/group/volumes.js'
import { frameBytes, writeFrame, type Content } from '../../lib/group/write-frame.js'
import { TempFile } from '../../lib/fs/temp-file.js'

/** Turns records into what frames hold, with the numbers for their devices and digest kinds. */
export class Contents {
  readonly volumes = new Volumes()
  readonly kinds = new Interned()
  readonly #by: By

  constructor(by: By = 'size') {
    this.#by = by
  }

  of(record: FileRecord): Content {
    const facts = factsOf(record)
    const { digest, kind } = groupKey(facts, this.#by)
    const bytes = Buffer.from(`${JSON.stringify(record)}\n`)
    const to = bytes.length
    const volume = this.volumes.numberOf(facts.dev, facts.host)
    return {
      ...facts,
      volume,
      machine: this.volumes.machineOf(volume),
      kind: this.kinds.numberOf(kind),
      digest,
      digestAt: -1,
      place: { nameAt: -1, bytes, from: 0, to, cutFrom: to, cutTo: to },
    }
  }
}

/** A frame with memory of its own. */
export function frameOf(content: Content): Frame {
  const slab = newSlab(frameBytes(content))
  writeFrame(slab, 0, content)
  return new Frame().set(slab, 0)
}

/** In memory, whatever comes. */
export const MUCH = 2 ** 30
/** Two slabs of the smallest size: a few frames go to disk at a time. */
export const LITTLE = 10_000

export function pileOf(contents: readonly Content[], order: Order, budgetBytes = MUCH): Pile {
  const pile = new Pile(order, budgetBytes, () => new TempFile())
  for (const content of contents) pile.add(content)
  return pile
}

/** What a cursor shows, one frame after another. */
export function shown<T>(cursor: Cursor, look: (cursor: Cursor) => T): T[] {
  const found: T[] = []
  while (cursor.next()) found.push(look(cursor))
  return found
}

type Shown = Pick<Cursor, 'frame'>

export const nameOf = ({ frame }: Shown): string =>
  frame.bytes.toString('latin1', frame.nameStart, frame.nameEnd)

export const lineOf = ({ frame }: Shown): string =>
  frame.bytes.toString('utf8', frame.lineStart, frame.lineEnd)
