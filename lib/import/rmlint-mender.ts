/**
 * Makes JSON of what rmlint writes. In it, bytes that are not UTF-8 and 0x1F are raw; before 2.10.3
 * also all of `cwd` and `args`. A quote ends a string only where JSON can go on after it, others
 * belong to the string. What comes out says each byte as the character of its number.
 */
export class RmlintMender {
  #text = ''
  #inString = false

  mend(chunk: Buffer): Buffer {
    this.#text += chunk.toString('latin1')
    return this.#take(false)
  }

  end(): Buffer {
    return this.#take(true)
  }

  #take(isLast: boolean): Buffer {
    let mended = ''
    let at = 0
    while (at < this.#text.length) {
      const piece = this.#inString ? STRING : OUTSIDE
      piece.lastIndex = at
      const [text = ''] = piece.exec(this.#text) ?? []
      if (text === '') {
        const symbol = this.#symbol(at, isLast)
        if (symbol === undefined) break
        mended += symbol.mended
        at += symbol.length
      } else {
        mended += text
        at += text.length
      }
    }
    this.#text = this.#text.slice(at)
    return Buffer.from(mended, 'utf8')
  }

  /** A quote, a backslash or a control character; undefined: it depends on what is still to come. */
  #symbol(at: number, isLast: boolean): { mended: string; length: number } | undefined {
    const char = this.#text[at]!
    if (!this.#inString) {
      this.#inString = true
      return { mended: char, length: 1 }
    }
    const rest = this.#text.slice(at + 1, at + 1 + LOOK_AHEAD)
    const isWhole = isLast || rest.length === LOOK_AHEAD
    if (char === '\\') return escape(rest, isWhole)
    if (char !== '"') return { mended: escaped(char), length: 1 }
    if (!isWhole && /^\s*(?:,\s*)?$/.test(rest)) return undefined
    this.#inString = !AFTER_STRING.test(rest)
    return { mended: this.#inString ? '\\"' : '"', length: 1 }
  }
}

/** As far as it can stay the same. */
const OUTSIDE = /[^"]*/y
const STRING = /[^"\\\x00-\x1f]*/y

/** rmlint puts at most a comma, a line break and two blanks before the next quote; jq may indent more. */
const LOOK_AHEAD = 64

const AFTER_STRING = /^\s*(?:[:}\]]|,\s*(?:["{\]]|$)|$)/
const ESCAPE = /^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/

/** @param rest what follows the backslash */
function escape(rest: string, isWhole: boolean): { mended: string; length: number } | undefined {
  const [text] = ESCAPE.exec(rest) ?? []
  if (text !== undefined) return { mended: `\\${text}`, length: text.length + 1 }
  return isWhole || rest.length > 5 ? { mended: '\\\\', length: 1 } : undefined
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
}
