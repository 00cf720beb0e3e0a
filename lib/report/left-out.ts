import type { RecordType } from '../record/record-type.js'
import { counted } from '../record/counted.js'

/** Counts the records that a format has no place for, by type. */
export class LeftOut {
  readonly #counts = new Map<RecordType, number>()

  add(type: RecordType): void {
    this.#counts.set(type, (this.#counts.get(type) ?? 0) + 1)
  }

  /** One note about all of them, if there were any. @param only what the format has, in words */
  tell(only: string, note: (text: string) => void): void {
    if (this.#counts.size === 0) return
    const sum = [...this.#counts.values()].reduce((a, b) => a + b)
    const types = [...this.#counts].map(([type, count]) => `${count} ${type}`).join(', ')
    note(`${counted(sum, 'record')} left out (${types}): this format has only ${only}`)
  }
}
