/** Gets the elements of an array. */
export type Elements = {
  /** An array begins. What was given of another of this key is not meant: the last one counts. */
  readonly start: () => void
  /**
   * @param text elements with a comma between each two, as they came but for blanks between tokens;
   *   JSON or not. It is used again later.
   * @param starts where each begins
   */
  readonly add: (text: Buffer, starts: readonly number[]) => void
}

/** Elements are given when so many bytes of them have come together. */
const GIVEN_BYTES = 2 ** 20

/** No string can be made of much more. */
const MOST_BYTES = 500 * 2 ** 20

/** An element, or all that is not one, is longer than 500 MiB. */
export class TooLong extends Error {}

/**
 * Takes the text of a JSON object apart that may be longer than any string: into the elements of one
 * array of its own, as they come, and the rest. That all of it is JSON is left to who reads the pieces:
 * what is not JSON is not JSON in one of them, too.
 */
export class JsonPieces {
  readonly #openings: readonly string[]
  readonly #elements: Elements
  #room = Buffer.allocUnsafeSlow(GIVEN_BYTES)
  #used = 0
  /** Kind of the byte before that was no blank, and whether there were blanks since. */
  #last: number = KIND.mark
  #isBlank = false
  #state: number = STATE.between
  /** Objects and arrays that are open. */
  #depth = 0
  /** In the array: where each element starts that is in the room. */
  #starts: number[] | undefined
  readonly #rest: Buffer[] = []
  #restBytes = 0

  /** @param key of the array, without escapes */
  constructor(key: string, elements: Elements) {
    this.#openings = [`{"${key}":[`, `,"${key}":[`]
    this.#elements = elements
  }

  /** @throws {TooLong} */
  add(bytes: Buffer): void {
    this.#makeRoom(bytes.length)
    let [last, isBlank, state] = [this.#last, this.#isBlank, this.#state]
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!
      if (state !== STATE.between) {
        this.#room[this.#used++] = byte
        state = afterString(state, byte)
        continue
      }
      const kind = KIND_OF[byte]!
      if (kind === KIND.blank) {
        isBlank = true
        continue
      }
      // without the blank two words would become one
      if (isBlank && kind === KIND.plain && last === kind) this.#room[this.#used++] = SPACE
      isBlank = false
      last = kind
      this.#room[this.#used++] = byte
      if (kind === KIND.quote) state = STATE.string
      else if (kind === KIND.open) this.#open()
      else if (kind === KIND.close) this.#close(byte)
      else if (byte === COMMA && this.#depth === 2 && this.#starts !== undefined) this.#next()
    }
    ;[this.#last, this.#isBlank, this.#state] = [last, isBlank, state]
  }

  /** The rest: the object with an empty array in the place of the elements. @throws {TooLong} */
  end(): Buffer {
    this.#setAside(0)
    return Buffer.concat(this.#rest)
  }

  #makeRoom(bytes: number): void {
    if (this.#starts === undefined) this.#setAside(this.#openings[0]!.length)
    const needed = this.#used + bytes
    if (needed > MOST_BYTES) throw new TooLong()
    if (needed <= this.#room.length) return
    const larger = Buffer.allocUnsafeSlow(Math.min(2 * needed, MOST_BYTES))
    this.#room.copy(larger, 0, 0, this.#used)
    this.#room = larger
  }

  /** Take the rest out of the room, but for the last bytes. */
  #setAside(left: number): void {
    const end = Math.max(this.#used - left, 0)
    this.#restBytes += end
    if (this.#restBytes > MOST_BYTES) throw new TooLong()
    if (end > 0) this.#rest.push(Buffer.from(this.#room.subarray(0, end)))
    this.#room.copyWithin(0, end, this.#used)
    this.#used -= end
  }

  #open(): void {
    this.#depth++
    if (this.#depth !== 2 || this.#starts !== undefined) return
    const end = this.#used
    const [opening] = this.#openings
    const before = this.#room.toString('latin1', Math.max(end - opening!.length, 0), end)
    if (!this.#openings.includes(before)) return
    this.#setAside(0)
    this.#starts = [0]
    this.#elements.start()
  }

  /** @param byte a brace is wrong where a bracket is open, but that is seen when the rest is read */
  #close(byte: number): void {
    this.#depth--
    if (this.#depth !== 1 || this.#starts === undefined) return
    const isEmpty = this.#used === 1 && this.#starts.length === 1
    this.#give(isEmpty ? [] : this.#starts)
    this.#starts = undefined
    this.#room[this.#used++] = byte
  }

  /** An element has ended with a comma. */
  #next(): void {
    if (this.#used < GIVEN_BYTES) this.#starts!.push(this.#used)
    else {
      this.#give(this.#starts!)
      this.#starts = [0]
    }
  }

  /** Give the elements in the room, without the byte behind the last. */
  #give(starts: readonly number[]): void {
    if (starts.length > 0) this.#elements.add(this.#room.subarray(0, this.#used - 1), starts)
    this.#used = 0
  }
}

const STATE = { between: 0, string: 1, escape: 2 } as const

/** Between tokens, or in a string, when a byte of a string has been read. */
function afterString(state: number, byte: number): number {
  if (state === STATE.escape) return STATE.string
  if (byte === QUOTE) return STATE.between
  return byte === BACKSLASH ? STATE.escape : state
}

const [SPACE, QUOTE, COMMA, BACKSLASH] = [0x20, 0x22, 0x2c, 0x5c]

/** `plain` is what words and numbers are made of, and what has no place in JSON. */
const KIND = { plain: 0, blank: 1, quote: 2, open: 3, close: 4, mark: 5 } as const

const KIND_OF = new Uint8Array(256)
for (const [bytes, kind] of [
  [' \t\r\n', KIND.blank],
  ['"', KIND.quote],
  ['{[', KIND.open],
  ['}]', KIND.close],
  [',:', KIND.mark],
] as const)
  for (const byte of Buffer.from(bytes)) KIND_OF[byte] = kind
