// What dd-prefix writes about a directory of a test, in words.
import { pathBytes } from '../../lib/record/path.js'
import type { FileRecord } from '../../lib/record/file.js'
import type { Found } from './prefixed.js'
import { records, run, type Ran } from './run.js'
import { lines, type Scratch } from './scratch.js'

/**
 * `empty a`, `a < b`: a is the beginning of b, `a = b (partial)`: equal, and the beginning of another.
 * @param root the directory that names are told without
 */
export function inWords(stdout: string, root: string): string[] {
  const name = (file: FileRecord) =>
    pathBytes(file)
      .toString('latin1')
      .slice(root.length + 1)
  return records(stdout).map((record: Found) => {
    if (record.type === 'empty') return `empty ${name(record.file)}`
    if (record.type === 'partial') return `${name(record.file)} < ${name(record.of)}`
    const partial = 'partial' in record ? ' (partial)' : ''
    return `${record.files.map(name).join(' = ')}${partial}`
  })
}

export type Finding = Ran & { readonly found: string[] }

/** Run dd-prefix on records of files below a directory. */
export async function prefixOf(
  { root }: Pick<Scratch, 'root'>,
  files: readonly FileRecord[],
  args: readonly string[] = [],
): Promise<Finding> {
  const ran = await run('dd-prefix', args, lines(...files))
  return { ...ran, found: inWords(ran.stdout, root) }
}
