// Planning for tests: a set in, lines of text out.
import type { FileRecord } from '../../lib/record/file.js'
import type { GroupRecord } from '../../lib/record/group.js'
import { pathBytes } from '../../lib/record/path.js'
import type { StepRecord } from '../../lib/record/step.js'
import { planRecord } from '../../lib/plan/plan-records.js'
import { policyOf, type PlanFlags, type PlanOp } from '../../lib/plan/policy.js'
import type { Subject } from '../../lib/plan/subject.js'
import { Tally } from '../../lib/plan/tally.js'

export function group(files: readonly FileRecord[], fields: object = {}): GroupRecord {
  return { type: 'group', size: 4096, hash: 'ab'.repeat(32), algo: 'blake3', files, ...fields }
}

export type Plan = {
  steps: StepRecord[]
  /** `/file -> /keep`, in order. */
  lines: string[]
  /** Names by reason. */
  skipped: { [why: string]: number }
  /** Files of sets without a keeper. */
  stuck: string[]
  totals: Tally['totals']
}

export function plan(subject: Subject, op: PlanOp, flags: PlanFlags = {}): Plan {
  const stuck: string[] = []
  const tally = new Tally((file) => void stuck.push(nameOf(file)))
  const steps = [...planRecord(subject, policyOf(op, flags), tally)]
  const { totals } = tally
  const skipped = Object.fromEntries(totals.skipped)
  return { steps, lines: steps.map(lineOf), skipped, stuck, totals }
}

export function lineOf({ file, keep }: StepRecord): string {
  return keep === undefined ? nameOf(file) : `${nameOf(file)} -> ${nameOf(keep)}`
}

export function nameOf(file: FileRecord): string {
  return pathBytes(file).toString('latin1')
}

export function paths(...typed: string[]): Buffer[] {
  return typed.map((path) => Buffer.from(path, 'latin1'))
}
