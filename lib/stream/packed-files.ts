import { isAscii } from 'node:buffer'
import type { FileRecord } from '../record/file.js'
import type { Files } from '../record/group.js'
import { HERE } from '../record/host.js'
import { fromLatin1 } from './from-latin1.js'
import { readFile } from './file-text.js'

/** Records back to back, a comma between each two. */
type Window = {
  /** One latin1 character a byte. */
  readonly text: string
  /** Where each record starts. */
  readonly starts: Uint32Array
  /** Records in the windows before. */
  readonly before: number
  readonly decode: (latin1: string) => string
}

/**
 * Very many files, kept as their text and made records when they are asked for: that takes the text
 * and 4 bytes each, a quarter of what they take as records.
 */
export class PackedFiles implements Files {
  readonly #windows: Window[] = []
  #length = 0
  #areHere = true

  /** @param text as JSON.stringify writes each record; see `readFile` */
  add(text: string, starts: Uint32Array): void {
    const decode = isAscii(Buffer.from(text, 'latin1')) ? asItIs : fromLatin1
    this.#windows.push({ text, starts, before: this.#length, decode })
    this.#length += starts.length
    this.#areHere &&= !text.replaceAll(OURS, '').includes('"host":')
  }

  get areHere(): boolean {
    return this.#areHere
  }

  get length(): number {
    return this.#length
  }

  at(index: number): FileRecord | undefined {
    const window = this.#windows[this.#windowOf(index)]
    return window && recordIn(window, index - window.before)
  }

  *[Symbol.iterator](): Generator<FileRecord> {
    for (const window of this.#windows)
      for (let i = 0; i < window.starts.length; i++) yield recordIn(window, i)!
  }

  /** The last window that starts at or before a record. */
  #windowOf(index: number): number {
    let [low, high] = [0, this.#windows.length]
    while (low + 1 < high) {
      const middle = (low + high) >>> 1
      if (this.#windows[middle]!.before <= index) low = middle
      else high = middle
    }
    return low
  }
}

/** What a record on this machine may say of it. */
const OURS = `"host":"${HERE}"`

function asItIs(text: string): string {
  return text
}

function recordIn({ text, starts, decode }: Window, i: number): FileRecord | undefined {
  const start = starts[i]
  if (start === undefined) return undefined
  const next = starts[i + 1]
  return readFile(text, start, next === undefined ? text.length : next - 1, decode)
}
