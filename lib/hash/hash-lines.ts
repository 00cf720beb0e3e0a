import type { OnFault } from '../record/fault.js'
import { readBlocks } from '../stream/read-blocks.js'
import type { Asked } from '../digest/read-digest.js'
import { Bell } from './bell.js'
import { Flight } from './flight.js'
import { Inbox } from './inbox.js'
import { Lanes } from './lanes.js'
import { listedLines, type ListedLine } from './listed-lines.js'
import { Readers } from './readers.js'
import { SharedInodes } from './shared-inodes.js'

export type Settings = {
  readonly asked: Asked
  /** Nanoseconds since 1970, before anything is read. */
  readonly readNs: string
  /** Threads that read; undefined: what suits the disks. */
  readonly threads: number | undefined
  /** A file that has no digest: its record is left out. Called in the order of the input. */
  readonly fault: OnFault
  /** So many more records are done, and the size of their files in bytes. */
  readonly tick: (count: number, bytes: number) => void
}

/**
 * The lines of file records, in their order, each with the digest asked for at its end; one latin1
 * character a byte. Memory does not grow with the input.
 * @throws {BadLine} after all lines before it have come
 */
export async function* hashLines(
  input: AsyncIterable<Buffer>,
  { asked, readNs, threads, fault, tick }: Settings,
): AsyncGenerator<string[]> {
  const bell = new Bell()
  const inbox = new Inbox(readLazily(input), bell)
  const readers = new Readers(asked, new Lanes(threads), bell)
  const shared = new SharedInodes((...name) => readers.read(...name))
  const flight = new Flight({ asked, readNs, fault, tick, read: (...name) => shared.read(...name) })
  try {
    for (;;) {
      for (let line; flight.hasRoom && (line = inbox.take());) flight.add(line)
      readers.sendOpen()
      const ready = flight.takeReady()
      if (ready !== undefined) yield ready
      else if (flight.isEmpty && inbox.hasEnded) break
      else await bell.rung()
    }
    inbox.close()
  } finally {
    readers.close()
  }
}

async function* readLazily(input: AsyncIterable<Buffer>): AsyncGenerator<Iterable<ListedLine>> {
  for await (const block of readBlocks(input)) yield listedLines(block)
}
