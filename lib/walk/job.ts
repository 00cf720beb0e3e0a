import type { OnFault } from '../record/fault.js'
import type { Found } from './found-files.js'
import type { Rules } from './rules.js'
import type { SeenNames } from './seen-names.js'

/** What every part of a walk needs. */
export type Job<T> = {
  readonly rules: Rules
  readonly found: Found<T>
  readonly fault: OnFault
  /** Undefined where no name can be met twice. */
  readonly seen: SeenNames | undefined
}
