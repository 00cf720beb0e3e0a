/** Numbers for strings that come again and again, in the order in which they first came. */
export class Interned {
  readonly #numbers = new Map<string, number>()
  readonly #texts: string[] = []

  numberOf(text: string): number {
    let number = this.#numbers.get(text)
    if (number === undefined) {
      number = this.#texts.push(text) - 1
      this.#numbers.set(text, number)
    }
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
