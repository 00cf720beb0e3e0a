// Output of other programs for tests: parsed to lines of text, and a disk that knows some names.
import type { ImportOptions } from '../../lib/import/group-maker.js'
import type { OnSet, SetParser } from '../../lib/import/set-parser.js'
import { parseGroup, type GroupRecord } from '../../lib/record/group.js'
import { chunksOf } from './bytes.js'
import { nameOf } from './plan.js'

/** Sets as `line: size name|name`, a name one character a byte; `?` for a size that is not told. */
export function setsOf(open: (onSet: OnSet) => SetParser, latin1: string, chunk = 1e6): string[] {
  const sets: string[] = []
  const parser = open(({ members, line }) => {
    const sizes = new Set(members.map(({ size }) => size ?? '?'))
    const names = members.map(({ printed }) => printed)
    sets.push(`${line}: ${[...sizes].join('/')} ${names.join('|')}`)
  })
  const bytes = Buffer.from(latin1, 'latin1')
  for (let at = 0; at < bytes.length; at += chunk) parser.write(bytes.subarray(at, at + chunk))
  parser.end()
  return sets
}

/** A disk with these names, and their sizes in bytes. */
export function diskOf(files: { readonly [name: string]: number }) {
  return {
    isFile: (name: string, size?: number) =>
      name in files && (size === undefined || files[name] === size),
  }
}

/** UTF-8, one character a byte. */
export const utf8 = (text: string) => Buffer.from(text, 'utf8').toString('latin1')

export const CHUNKS = [1, 2, 3, 16, 1e6]

type Read = (input: AsyncIterable<Buffer>, options: ImportOptions) => AsyncIterable<GroupRecord[]>

/** What a reader makes of an output: groups as names below `dir`, and what was said. */
export async function imported(
  read: Read,
  latin1: string,
  dir: string,
  base: string | undefined = dir,
) {
  const [groups, said]: [string[], string[]] = [[], []]
  const options: ImportOptions = {
    base: base === '' ? undefined : Buffer.from(base),
    fault: ({ doing, path, cause }) =>
      void said.push(
        `${doing} ${path?.path?.slice(0, 60)}: ${(cause as Error).message.split(/[,:]/)[0]}`,
      ),
    note: (text) => void said.push(text),
  }
  for await (const batch of read(chunksOf(latin1, 100), options))
    for (const group of batch) {
      parseGroup(group)
      const names = group.files.map((file) => nameOf(file).slice(dir.length + 1))
      groups.push([group.algo, ...names].filter(Boolean).join(' '))
    }
  return { groups, said }
}
