import { hostname } from 'node:os'
import type { OnFault } from '../record/fault.js'
import type { FileRecord } from '../record/file.js'
import type { Line } from '../stream/read-records.js'
import { digestsWith, knownDigest, type Asked } from './asked.js'
import type { Failure, Outcome } from './job.js'
import type { Request } from './lanes.js'
import { setDigests } from './set-digests.js'

/** Records between input and output: enough to keep all readers busy behind a slow file. */
export const MAX_IN_FLIGHT = 4096

type Settings = {
  readonly asked: Asked
  /** Reads a file, now or later. */
  readonly read: (request: Request) => void
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

  add({ record, line }: Line<FileRecord>): void {
    const { asked, read } = this.#settings
    const passenger = new Passenger(record, line)
    this.#queue.push(passenger)
    passenger.outcome = knownDigest(record, asked) ?? elsewhere(record)
    if (passenger.outcome === undefined) read(passenger)
  }

  /**
   * The lines of what is done at the front of the queue. Files that failed have none: `fault` hears
   * of them.
   * @returns undefined: nothing is done
   */
  takeReady(): string[] | undefined {
    const waits = this.#queue.findIndex(({ outcome }) => outcome === undefined)
    const ready = this.#queue.splice(0, waits === -1 ? this.#queue.length : waits)
    if (ready.length === 0) return undefined
    const lines: string[] = []
    let bytes = 0
    for (const { record, line, outcome } of ready) {
      bytes += record.size
      if (typeof outcome === 'string') lines.push(this.#withDigest(line, record, outcome))
      else if (outcome !== undefined) this.#report(record, outcome)
    }
    this.#settings.tick(ready.length, bytes)
    return lines
  }

  #withDigest(line: string, record: FileRecord, hex: string): string {
    return setDigests(line, record, digestsWith(record, this.#settings.asked, hex))
  }

  #report(path: FileRecord, { code, message }: Failure): void {
    const cause = code === '' ? message : Object.assign(new Error(message), { code })
    this.#settings.fault({ doing: 'read', path, cause })
  }
}

class Passenger implements Request {
  readonly record: FileRecord
  readonly line: string
  outcome: Outcome | undefined

  constructor(record: FileRecord, line: string) {
    this.record = record
    this.line = line
  }

  done(outcome: Outcome): void {
    this.outcome = outcome
  }
}

const HERE = hostname()

function elsewhere({ host }: FileRecord): Failure | undefined {
  if (host === undefined || host === HERE) return undefined
  return { code: '', message: `is on another machine, ${host}` }
}
