import { TokenType, type ParsedTokenInfo } from '@streamparser/json'
import { BadRecord } from '../record/shape.js'

/**
 * Follows the tokens of one JSON document after another and refuses those that are not jdupes': a
 * parser that only waits for sets would pass over a document without any as if it were empty.
 */
export class JdupesOutline {
  #depth = 0
  #key: unknown
  #atKey = false
  #hasSets = false

  /** @throws {BadRecord} not an object, or one without a list of sets */
  see({ token, value }: ParsedTokenInfo): void {
    if (this.#depth === 0) this.#open(token)
    else if (this.#depth === 1) this.#top(token, value)
    if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) this.#depth++
    if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) this.#depth--
    if (this.#depth === 0 && !this.#hasSets) throw new BadRecord('matchSets', 'the sets of jdupes')
  }

  #open(token: TokenType): void {
    if (token !== TokenType.LEFT_BRACE) throw new BadRecord('matchSets', 'a document of jdupes')
    this.#atKey = true
    this.#hasSets = false
  }

  #top(token: TokenType, value: unknown): void {
    if (token === TokenType.COMMA) this.#atKey = true
    else if (this.#atKey) {
      this.#key = value
      this.#atKey = false
    } else if (token !== TokenType.COLON) {
      const isSets = this.#key === 'matchSets'
      if (isSets && token !== TokenType.LEFT_BRACKET) throw new BadRecord('matchSets', 'an array')
      this.#hasSets ||= isSets
      this.#key = undefined
    }
  }
}
