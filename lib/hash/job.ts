import type { Job } from '../digest/read-digest.js'
import type { SentCause } from '../record/sent-cause.js'
import type { Listed } from './listed-lines.js'

/** Why a file has no digest. */
export type Failure = SentCause

/** What became of a job: the digest as hex, or a failure. */
export type Outcome = string | Failure

// A batch crosses to another thread as one string: to clone that is one copy of memory, while
// arrays of objects cost a microsecond a file. No path, number or digest holds a NUL.

const FIELDS = 6
const BASE64 = ':' // a path starts with a slash

export function packJob(file: Listed): string {
  const { path, path64, size, ino, mtimeNs, ctimeNs, uid } = file
  return `${path ?? BASE64 + path64}\0${size}\0${ino}\0${mtimeNs}\0${ctimeNs}\0${uid}`
}

export function packJobs(jobs: readonly string[]): string {
  return jobs.join('\0')
}

export function* unpackJobs(batch: string): Generator<Job, void> {
  const parts = batch.split('\0')
  for (let i = 0; i < parts.length; i += FIELDS)
    yield {
      path: unpackPath(parts[i]!),
      size: Number(parts[i + 1]),
      ino: BigInt(parts[i + 2]!),
      mtimeNs: BigInt(parts[i + 3]!),
      ctimeNs: BigInt(parts[i + 4]!),
      uid: Number(parts[i + 5]),
    }
}

function unpackPath(packed: string): string | Buffer {
  return packed.startsWith(BASE64) ? Buffer.from(packed.slice(BASE64.length), 'base64') : packed
}

const FAILED = '!' // a digest starts with a hex digit

export function packOutcomes(outcomes: readonly Outcome[]): string {
  return outcomes.map(packOutcome).join('\0')
}

function packOutcome(outcome: Outcome): string {
  if (typeof outcome === 'string') return outcome
  return `${FAILED}${outcome.code}${FAILED}${outcome.message}`
}

export function unpackOutcomes(batch: string): Outcome[] {
  return batch.split('\0').map(unpackOutcome)
}

function unpackOutcome(packed: string): Outcome {
  if (!packed.startsWith(FAILED)) return packed
  const [, code = '', ...message] = packed.split(FAILED)
  return { code, message: message.join(FAILED) }
}
