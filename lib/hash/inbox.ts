import type { Bell } from './bell.js'

/**
 * Items of a stream of batches, one by one and without waiting: what has come is there, and the
 * bell rings when more has. At most one batch is held.
 */
export class Inbox<T> {
  readonly #batches: AsyncGenerator<Iterable<T>>
  readonly #bell: Bell
  #batch: Iterator<T> = [].values()
  #isAsking = false
  #end: { readonly error?: unknown } | undefined

  constructor(batches: AsyncGenerator<Iterable<T>>, bell: Bell) {
    this.#batches = batches
    this.#bell = bell
  }

  /** The next item, or undefined: nothing there now, see `hasEnded`. */
  take(): T | undefined {
    if (this.#isAsking || this.hasEnded) return undefined
    try {
      const { done, value } = this.#batch.next()
      if (done !== true) return value
      this.#ask()
    } catch (error) {
      this.#end = { error }
    }
    return undefined
  }

  /** No item will come any more. */
  get hasEnded(): boolean {
    return this.#end !== undefined
  }

  /** @throws what ended the stream, if it was an error */
  close(): void {
    if (this.#end?.error !== undefined) throw this.#end.error
  }

  #ask(): void {
    this.#isAsking = true
    const came = ({ done, value }: IteratorResult<Iterable<T>>) => {
      if (done === true) this.#end = {}
      else this.#batch = value[Symbol.iterator]()
    }
    const failed = (error: unknown) => {
      this.#end = { error }
    }
    const told = () => {
      this.#isAsking = false
      this.#bell.ring()
    }
    void this.#batches.next().then(came).catch(failed).finally(told)
  }
}
