/** Numbers for strings that come again and again, in the order in which they first came. */
export class Interned {
  readonly #numbers = new Map<string, number>()
  readonly #texts: string[] = []
  #last = 0

  get count(): number {
    return this.#texts.length
  }

  numberOf(text: string): number {
    if (text !== this.#texts[this.#last]) this.#last = this.#numbers.get(text) ?? this.#add(text)
    return this.#last
  }

  #add(text: string): number {
    const number = this.#texts.push(text) - 1
    this.#numbers.set(text, number)
    return number
  }

  /** @param number one that `numberOf` gave */
  textOf(number: number): string {
    return this.#texts[number]!
  }

  /** For each number, its text's place among all texts when they are sorted. */
  ranks(): number[] {
    const ranks: number[] = []
    for (const [rank, text] of [...this.#texts].sort().entries()) ranks[this.numberOf(text)] = rank
    return ranks
  }
}
