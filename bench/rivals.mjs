// Programs that find duplicate files, each told to do the same work: regular files of one byte or more
// in all directories below, hidden ones too, no cache, no change. README.md has the reasons for the flags.
import { join } from 'node:path'
import { home, ROOT } from './settings.mjs'
import { word } from './shell.mjs'

/**
 * line: finds the duplicates in `dirs` and writes them to `out`.
 * format: what dd-import needs to read that; ours needs nothing.
 * file: `out` has to be a regular file, since the program opens it by its name.
 */
const NAIVE = join(ROOT, 'bench/naive.mjs')

const finders = {
  'dd-dupes': { line: (dirs, out) => `dd-dupes ${dirs} > ${out}` },
  fclones: {
    line: (dirs, out) => `fclones group --hidden --no-ignore ${dirs} > ${out} 2> /dev/null`,
    format: 'fclones',
  },
  'jdupes -Q': {
    line: (dirs, out) => `jdupes -rQq0 ${dirs} > ${out} 2> /dev/null`,
    format: 'fdupes --null',
  },
  jdupes: {
    line: (dirs, out) => `jdupes -rq0 ${dirs} > ${out} 2> /dev/null`,
    format: 'fdupes --null',
  },
  rmlint: {
    line: (dirs, out) => `rmlint -T df -rF -o json:stdout ${dirs} > ${out} 2> /dev/null`,
    format: 'rmlint',
  },
  rdfind: {
    line: (dirs, out) => `rdfind -outputname ${out} ${dirs} > /dev/null`,
    format: 'rdfind',
    file: true,
  },
  fdupes: {
    line: (dirs, out) => `fdupes -rnq ${dirs} > ${out} 2> /dev/null`,
    format: 'fdupes',
  },
  yadf: {
    line: (dirs, out) => `yadf --no-empty -f machine ${dirs} > ${out}`,
    format: 'fdupes --null',
  },
  czkawka: {
    tool: 'czkawka_cli',
    line: (dirs, out) =>
      `czkawka_cli dup -HNMW -m 1 -C ${out} -d ${dirs.replaceAll("' '", "' -d '")}`,
    format: 'czkawka',
    file: true,
  },
  naive: {
    tool: 'node',
    line: (dirs, out) => `${word(process.execPath)} ${word(NAIVE)} ${dirs} > ${out}`,
    format: 'fdupes',
  },
}

/** Ours may take so many times as long as any of these, unless another limit is given. */
const SLOWER = ['fclones', 'jdupes -Q', 'jdupes', 'rmlint', 'rdfind', 'fdupes']
const LIMITS = Object.fromEntries(SLOWER.map((name) => [name, 1]))

const FOUND = join(home, 'found')

/** The naive script, where it is a rival of another command. */
export const naive = (dir, limit) => ({
  name: 'naive',
  tool: 'node',
  limit,
  line: finders.naive.line(word(dir), '/dev/null'),
})

/**
 * The contenders for finding the duplicates in `dirs`, ours first.
 * @param limits by name, how many times as long ours may take: a number, or one for each cache
 * @param only their names; absent: all but `naive`, which holds only short files
 */
export function rivals(dirs, limits = {}, only) {
  const words = dirs.map(word).join(' ')
  const names = only ?? Object.keys(finders).filter((name) => name !== 'naive')
  return names
    .map((name) => [name, finders[name]])
    .map(([name, { tool, line, format, file }]) => ({
      name,
      tool: tool ?? name.split(' ')[0],
      limit: limits[name] ?? LIMITS[name],
      line: line(words, file ? word(FOUND) : '/dev/null'),
      check: { line: line(words, word(FOUND)), out: FOUND, format },
    }))
}
