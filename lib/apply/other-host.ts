import { awayWords, elsewhere } from '../record/host.js'
import type { StepRecord } from '../record/step.js'
import { Refusal } from './refusal.js'

/** Can the step only be done by another machine? Bytes cannot be compared over a network. */
export function isOtherHosts({ file, keep }: StepRecord): boolean {
  return awayOf(file) !== undefined || awayOf(keep) !== undefined
}

/** @throws {Refusal} `other-host` */
export function refuseOtherHosts({ file, keep }: StepRecord): void {
  const [host, keepHost] = [awayOf(file), awayOf(keep)]
  if (host !== undefined) throw new Refusal('other-host', awayWords(host))
  if (keepHost !== undefined) throw new Refusal('other-host', `its keeper ${awayWords(keepHost)}`)
}

function awayOf(file: StepRecord['keep']): string | undefined {
  return file && elsewhere(file)
}
