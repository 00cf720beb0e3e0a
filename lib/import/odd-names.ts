import { isUtf8 } from 'node:buffer'
import { readdirSync } from 'node:fs'

/** Directories remembered at most: most of them hold no odd name, so each is little. */
const MAX_DIRECTORIES = 4096

/** U+FFFF, a name in UTF-8 that jdupes prints wrongly all the same. */
const NONCHARACTER = Buffer.from('\uffff', 'utf8')

/** Names that jdupes prints as other names, by directory; each directory is read once. */
export class OddNames {
  readonly #known = new Map<string, readonly Buffer[]>()

  /** Empty where the directory cannot be read: what is in it is then as good as absent. */
  namesIn(dir: Buffer): readonly Buffer[] {
    const key = dir.toString('latin1')
    const known = this.#known.get(key)
    if (known !== undefined) return known
    if (this.#known.size >= MAX_DIRECTORIES) this.#known.clear()
    const odd = list(dir).filter((name) => !isUtf8(name) || name.includes(NONCHARACTER))
    this.#known.set(key, odd)
    return odd
  }
}

function list(dir: Buffer): Buffer[] {
  try {
    return readdirSync(dir, { encoding: 'buffer' })
  } catch {
    return []
  }
}
