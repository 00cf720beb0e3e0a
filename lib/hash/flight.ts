import type { OnFault } from '../record/fault.js'
import { parseFile } from '../record/file.js'
import { awayWords, elsewhere } from '../record/host.js'
import { causeOf } from '../record/sent-cause.js'
import { fromLatin1 } from '../stream/from-latin1.js'
import type { Asked } from '../digest/read-digest.js'
import { digestsWith, knownDigest } from './asked.js'
import type { Failure, Outcome } from './job.js'
import type { Request } from './lanes.js'
import type { Listed, ListedLine } from './listed-lines.js'
import { setDigests } from './set-digests.js'

/** Records between input and output: enough to keep all readers busy behind a slow file. */
export const MAX_IN_FLIGHT = 2048

type Settings = {
  readonly asked: Asked
  /** Before anything is read: what records say of digests that are made. */
  readonly readNs: string
  /** Reads a file, now or later. */
  readonly read: (record: Listed, request: Request) => void
  readonly fault: OnFault
  /** So many more records are done, and the size of their files in bytes. */
  readonly tick: (count: number, bytes: number) => void
}

/** The records that have come in and not gone out, in the order of the input. */
export class Flight {
  readonly #settings: Settings
  readonly #queue: Passenger[] = []

  constructor(settings: Settings) {
    this.#settings = settings
  }

  get hasRoom(): boolean {
    return this.#queue.length < MAX_IN_FLIGHT
  }

  get isEmpty(): boolean {
    return this.#queue.length === 0
  }

  add({ record, line }: ListedLine): void {
    const { asked, readNs, read } = this.#settings
    const known = knownDigest(record, asked)
    const since = known === undefined ? readNs : record.readNs
    const digests = digestsWith(record, asked, known ?? HOLE, since)
    const parts = setDigests(line, record, digests) ?? [line, '']
    const passenger = new Passenger(...parts, record.size)
    this.#queue.push(passenger)
    passenger.outcome = known ?? away(record)
    if (passenger.outcome === undefined) read(record, passenger)
  }

  /**
   * The lines of what is done at the front of the queue, as latin1. Files that failed have none:
   * `fault` hears of them.
   * @returns undefined: nothing is done
   */
  takeReady(): string[] | undefined {
    const waits = this.#queue.findIndex(({ outcome }) => outcome === undefined)
    const ready = this.#queue.splice(0, waits === -1 ? this.#queue.length : waits)
    if (ready.length === 0) return undefined
    const lines: string[] = []
    let bytes = 0
    for (const { stem, tail, size, outcome } of ready) {
      bytes += size
      if (typeof outcome === 'string') lines.push(stem + tail.replaceAll(HOLE, outcome))
      else if (outcome !== undefined) this.#report(stem, outcome)
    }
    this.#settings.tick(ready.length, bytes)
    return lines
  }

  #report(stem: string, failure: Failure): void {
    this.#settings.fault({
      doing: 'read',
      path: parseFile(JSON.parse(fromLatin1(`${stem}}`))),
      cause: causeOf(failure),
    })
  }
}

/** Stands for the digest that is to come. No line of JSON holds a NUL. */
const HOLE = '\0'

/** Keeps no record: thousands of them, each of many parts, would make the collector's work. */
class Passenger implements Request {
  readonly stem: string
  readonly tail: string
  /** Bytes of the file. */
  readonly size: number
  outcome: Outcome | undefined

  constructor(stem: string, tail: string, size: number) {
    this.stem = stem
    this.tail = tail
    this.size = size
  }

  done(outcome: Outcome): void {
    this.outcome = outcome
  }
}

function away(record: Listed): Failure | undefined {
  const host = elsewhere(record)
  return host === undefined ? undefined : { code: '', message: awayWords(host) }
}
