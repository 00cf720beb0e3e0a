import { roomFor } from '../fs/room-for.js'
import { bytesAsked, type Asked } from '../digest/read-digest.js'
import type { Bell } from './bell.js'
import { packJob, packJobs, unpackOutcomes } from './job.js'
import type { Batch, Lane, Lanes, Request } from './lanes.js'
import type { Listed } from './listed-lines.js'
import { batchRunner } from './run-batch.js'
import { startThread, type Handlers, type Thread } from './thread.js'

/** A batch is full at so many files, or so many bytes. Small enough to share out evenly. */
const BATCH_FILES = 256
const BATCH_BYTES = 8 * 2 ** 20

/** A thread takes as long to start. What can be read in that time is read here. */
const START_NS = 20_000_000n

const ROOM = { others: Infinity, files: 1, least: 2, ownBytes: 32 * 2 ** 20 }

/** Reads files on several threads, in batches; starts a thread only when there is work for it. */
export class Readers {
  readonly #asked: Asked
  readonly #lanes: Lanes
  readonly #bell: Bell
  readonly #startThread: typeof startThread
  readonly #room: typeof roomFor
  #most: number | undefined
  readonly #threads: Thread[] = []
  #runHere: ((batch: string) => string) | undefined
  #nsHere = 0n
  #failure: Error | undefined

  /** @param bell rung when outcomes have come */
  constructor(asked: Asked, lanes: Lanes, bell: Bell, start = startThread, room = roomFor) {
    this.#asked = asked
    this.#lanes = lanes
    this.#bell = bell
    this.#startThread = start
    this.#room = room
  }

  /** Threads that can be started. With none, all is read here. */
  get #mostThreads(): number {
    return (this.#most ??= this.#room(ROOM).others)
  }

  /** Read a file some time; `sendOpen` makes sure that it is not put off for ever. */
  read(record: Listed, request: Request): void {
    const lane = this.#lanes.of(record)
    const batch = (lane.open ??= { lane, jobs: [], requests: [], bytes: 0 })
    batch.jobs.push(packJob(record))
    batch.requests.push(request)
    batch.bytes += bytesAsked(record.size, this.#asked)
    if (batch.requests.length >= BATCH_FILES || !isLight(batch)) this.#submit(batch)
  }

  /**
   * Let no reader be idle while there are files, though their batch is not full.
   * @throws {Error} a thread has died
   */
  sendOpen(): void {
    if (this.#failure !== undefined) throw this.#failure
    for (const lane of this.#lanes.all())
      while (lane.open !== undefined && lane.waiting.length === 0 && lane.running < lane.threads)
        this.#submit(lane.open)
  }

  /** End the threads, whatever they are at. */
  close(): void {
    for (const thread of this.#threads) thread.close()
  }

  #submit(batch: Batch): void {
    batch.lane.open = undefined
    const isSoon = this.#threads.length === 0 && this.#nsHere < START_NS && isLight(batch)
    if (isSoon || this.#mostThreads === 0) return this.#readHere(batch)
    batch.lane.waiting.push(batch)
    this.#send(batch.lane)
  }

  #readHere(batch: Batch): void {
    const start = process.hrtime.bigint()
    this.#runHere ??= batchRunner(this.#asked)
    const outcomes = this.#runHere(packJobs(batch.jobs))
    this.#nsHere += process.hrtime.bigint() - start
    settle(batch, outcomes)
  }

  #send(lane: Lane): void {
    while (lane.running < lane.limit && lane.waiting.length > 0) {
      const thread = this.#threadFor(lane.waiting[0]!)
      if (thread === undefined) return
      const batch = lane.waiting.shift()!
      lane.running++
      thread.run(batch)
    }
  }

  #threadFor(batch: Batch): Thread | undefined {
    const idle = this.#threads.find(({ batches }) => batches.length === 0)
    if (idle !== undefined) return idle
    const wanted = this.#lanes.all().reduce((sum, { threads }) => sum + threads, 0)
    if (this.#threads.length < Math.min(wanted, this.#mostThreads)) return this.#start()
    return isLight(batch) ? this.#threads.find(isSoonIdle) : undefined
  }

  #start(): Thread {
    const handlers: Handlers = {
      done: (batch, outcomes) => {
        batch.lane.running--
        settle(batch, outcomes)
        for (const lane of this.#lanes.all()) this.#send(lane)
        this.#bell.ring()
      },
      failed: (error) => {
        this.#failure = error
        this.#bell.ring()
      },
    }
    const thread = this.#startThread(this.#asked, handlers)
    this.#threads.push(thread)
    return thread
  }
}

function isLight({ bytes }: Batch): boolean {
  return bytes < BATCH_BYTES
}

/** It has so little to do that the next batch should lie ready. */
function isSoonIdle({ batches }: Thread): boolean {
  return batches.length === 1 && isLight(batches[0]!)
}

function settle({ requests }: Batch, outcomes: string): void {
  unpackOutcomes(outcomes).forEach((outcome, i) => requests[i]!.done(outcome))
}
