// Mutants that no test can see, since a run goes the same way with them: test/equivalent-mutants.json has the
// reason for each, under its module and its name, as mutate.mjs prints both. It has no line numbers, so it
// stays right when the code around a mutant changes, and goes out of date when the mutant's own text does.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What one checkout holds to be equivalent. */
export class Equivalents {
  #reasons
  #met = new Set()

  /** @param {string} root the checkout */
  constructor(root) {
    this.#reasons = JSON.parse(readFileSync(join(root, 'test/equivalent-mutants.json'), 'utf8'))
  }

  /**
   * Is a mutant one of them?
   * @param {{ file: string, name: string }} mutant
   */
  has({ file, name }) {
    const known = this.#reasons[file]?.[name] !== undefined
    if (known) this.#met.add(`${file}: ${name}`)
    return known
  }

  /**
   * Those that no mutant was, any more.
   * @param {string[]} files modules of which all mutants were asked for
   */
  outdated(files) {
    const all = files.flatMap((file) =>
      Object.keys(this.#reasons[file] ?? {}).map((name) => `${file}: ${name}`),
    )
    return all.filter((one) => !this.#met.has(one))
  }
}
