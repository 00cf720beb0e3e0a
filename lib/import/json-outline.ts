import { TokenType, type ParsedTokenInfo } from '@streamparser/json'
import { BadRecord } from '../record/shape.js'

/** A JSON document of a tool, as far as its beginning and one of its keys tell. */
export type Shape = {
  readonly tool: string
  readonly top: 'array' | 'object'
  /** A key that an object has to have. Its value is an array; without `key`, all values are. */
  readonly key?: string
}

/**
 * Follows the tokens of one JSON document after another and refuses those that are not the tool's:
 * a parser that only waits for sets would pass over a document without any as if it were empty.
 */
export class JsonOutline {
  readonly #shape: Shape
  #depth = 0
  #key: unknown
  #atKey = false
  #hasSets = false

  constructor(shape: Shape) {
    this.#shape = shape
  }

  /** @throws {BadRecord} neither an object nor an array, as it should be, or one without the key */
  see({ token, value }: ParsedTokenInfo): void {
    const { tool, top, key } = this.#shape
    if (this.#depth === 0) this.#open(token)
    else if (this.#depth === 1 && top === 'object') this.#top(token, value, key)
    if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) this.#depth++
    if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) this.#depth--
    if (this.#depth === 0 && key !== undefined && !this.#hasSets)
      throw new BadRecord(key, `the sets of ${tool}`)
  }

  #open(token: TokenType): void {
    const { tool, top, key = 'document' } = this.#shape
    const wanted = top === 'array' ? TokenType.LEFT_BRACKET : TokenType.LEFT_BRACE
    if (token !== wanted) throw new BadRecord(key, `a document of ${tool}`)
    this.#atKey = true
    this.#hasSets = false
  }

  #top(token: TokenType, value: unknown, wanted: string | undefined): void {
    if (token === TokenType.COMMA) this.#atKey = true
    else if (this.#atKey) {
      this.#key = value
      this.#atKey = false
    } else if (token !== TokenType.COLON) {
      const isSets = this.#key !== undefined && (wanted === undefined || this.#key === wanted)
      if (isSets && token !== TokenType.LEFT_BRACKET)
        throw new BadRecord(String(this.#key), 'an array')
      this.#hasSets ||= isSets
      this.#key = undefined
    }
  }
}
