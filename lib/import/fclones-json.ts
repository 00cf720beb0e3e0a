import { count, list, object, text } from '../record/shape.js'
import { FclonesHeader } from './fclones-header.js'
import { JsonValues, type Found } from './json-values.js'
import type { OnSet, SetParser } from './set-parser.js'

/** `fclones group -f json`. Memory: a chunk and a set. */
export class FclonesJson implements SetParser {
  readonly #values: JsonValues
  readonly #onSet: OnSet
  readonly #note: (text: string) => void
  #header: FclonesHeader

  constructor(onSet: OnSet, note: (text: string) => void) {
    this.#onSet = onSet
    this.#note = note
    this.#header = new FclonesHeader(note)
    this.#values = new JsonValues({
      tool: 'fclones',
      top: 'object',
      key: 'groups',
      paths: ['$.header', '$.groups.*'],
      onValue: (found) => (found.key === 'header' ? this.#open(found) : this.#add(found)),
    })
  }

  write(chunk: Buffer): void {
    this.#values.write(chunk)
  }

  end(): void {
    this.#values.end()
  }

  #open({ value, line }: Found): void {
    const { command, base_dir } = object(value, 'header')
    this.#header = new FclonesHeader(this.#note)
    const words = list(command, 'header.command')
    this.#header.setCommand(
      words.map((word, i) => text(word, `header.command[${i}]`)),
      line,
    )
    this.#header.setBase(bytesOf(text(base_dir, 'header.base_dir')))
  }

  #add({ value, line }: Found): void {
    const { file_len, file_hash, files } = object(value, 'groups[]')
    const size = count(file_len, 'file_len')
    const hash = text(file_hash, 'file_hash')
    const paths = list(files, 'files').map((file, i) => bytesOf(text(file, `files[${i}]`)))
    this.#onSet(this.#header.setOf(size, hash, paths, line))
  }
}

/** One character a byte. */
function bytesOf(decoded: string): string {
  return Buffer.from(decoded, 'utf8').toString('latin1')
}
