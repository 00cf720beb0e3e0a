// The work grows with the number of files in a set, and not with its square: operations are counted.
import t from 'tap'
import { linear } from '../helper/counted-work.js'
import type { Format } from '../../lib/import/guess-format.js'
import { importGroups } from '../../lib/import/import-groups.js'
import { imported } from '../helper/foreign.js'
import { Scratch } from '../helper/scratch.js'

const entry = (path: string) => ({ path, size: 1, hash: 'ab12' })
const original = (path: string, i: number) => ({ type: 'duplicate_file', path, size: 1, is_original: i === 0 }) // prettier-ignore
const header = { version: '1', command: ['fclones'], base_dir: '/' }

/** A set of these names as each tool writes it. */
const outputs: { readonly [format in Format]: (names: readonly string[]) => string } = {
  jdupes: (names) =>
    JSON.stringify({
      matchSets: [{ fileSize: 1, fileList: names.map((filePath) => ({ filePath })) }],
    }),
  fdupes: (names) => `${names.join('\n')}\n\n`,
  fclones: (files) => JSON.stringify({ header, groups: [{ file_len: 1, file_hash: '61', files }] }),
  rmlint: (names) =>
    JSON.stringify([
      { description: 'rmlint json-dump', cwd: '/', args: '' },
      ...names.map(original),
    ]),
  czkawka: (names) => JSON.stringify({ 1: [names.map(entry)] }),
  rdfind: (names) =>
    '# Automatically generated\n# duptype id depth size device inode priority name\n' +
    names
      .map((name, i) =>
        i === 0
          ? `DUPTYPE_FIRST_OCCURRENCE 1 0 1 2 3 4 ${name}\n`
          : `DUPTYPE_WITHIN_SAME_TREE -1 0 1 2 3 4 ${name}\n`,
      )
      .join(''),
}

const scratch = new Scratch(t)
const names = Array.from({ length: 400 }, (_, i) => `f${i}`)
for (const name of names) scratch.write(name, 'x')

for (const [format, textOf] of Object.entries(outputs) as [Format, (typeof outputs)[Format]][])
  t.test(`a set of many files: ${format}`, async (t) => {
    const dir = scratch.root
    const whole = format === 'jdupes' || format === 'fdupes' ? (name: string) => name : (name: string) => `${dir}/${name}` // prettier-ignore
    await linear(
      t,
      async (n) => {
        const text = textOf(names.slice(0, n).map(whole))
        const read: Parameters<typeof imported>[0] = (input, options) =>
          importGroups(input, { ...options, format, nul: false })
        const { groups, said } = await imported(read, text, dir)
        t.equal(
          groups[0]?.split(' ').filter((name) => name.startsWith('f')).length,
          n,
          String(said[0]),
        )
      },
      200,
    )
  })
