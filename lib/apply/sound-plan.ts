import type { FileRecord } from '../record/file.js'
import { parseStep, type StepRecord } from '../record/step.js'
import { NameKeys } from './name-keys.js'
import { keptBy, MAX_STEP_BYTES } from './plan.js'

/**
 * The steps of a plan that is being written, as far as `readPlan` will ask for them: one step that
 * it must refuse would keep all others from being done. Memory: two names a step.
 */
export class SoundPlan {
  readonly #keys = new NameKeys()
  readonly #targets = new Set<string>()
  readonly #keepers = new Set<string>()

  /** @throws {Error} why the step cannot be in the plan, which is as it was */
  add(step: StepRecord): void {
    requireStep(step)
    if (Buffer.byteLength(JSON.stringify(step)) > MAX_STEP_BYTES)
      throw new Error('its names are too long for a plan')
    const target = this.#keys.key(step.file)
    const keeper = this.#keeperOf(keptBy(step))
    if (this.#targets.has(target)) throw new Error('another step acts on this name')
    if (this.#keepers.has(target)) throw new Error(`another step needs it to stay: ${LATER}`)
    if (keeper !== undefined && (keeper === target || this.#targets.has(keeper)))
      throw new Error(`its keeper goes in another step: ${LATER}`)
    this.#targets.add(target)
    if (keeper !== undefined) this.#keepers.add(keeper)
  }

  #keeperOf(keep: FileRecord | undefined): string | undefined {
    return keep && this.#keys.key(keep)
  }
}

function requireStep(step: StepRecord): void {
  try {
    parseStep(step)
  } catch (cause) {
    throw new Error(`no step can do that: ${(cause as Error).message}`, { cause })
  }
}

const LATER = 'try again when that is done'
