// Programs that find duplicate files, each told to do the same work: regular files of one byte or more
// in all directories below, hidden ones too, no cache, no change. README.md has the reasons for the flags.
import { join } from 'node:path'
import { home } from './settings.mjs'
import { word } from './shell.mjs'

/**
 * line: finds the duplicates in `dirs` and writes them to `out`.
 * format: what dd-import needs to read that; ours needs nothing.
 * limit: ours may take at most this many times as long.
 * file: `out` has to be a regular file, since the program opens it by its name.
 */
const finders = {
  'dd-dupes': { line: (dirs, out) => `dd-dupes ${dirs} > ${out}` },
  fclones: {
    line: (dirs, out) => `fclones group --hidden --no-ignore ${dirs} > ${out} 2> /dev/null`,
    format: 'fclones',
    limit: 1,
  },
  'jdupes -Q': {
    line: (dirs, out) => `jdupes -rQq0 ${dirs} > ${out} 2> /dev/null`,
    format: 'fdupes --null',
    limit: 1,
  },
  jdupes: {
    line: (dirs, out) => `jdupes -rq0 ${dirs} > ${out} 2> /dev/null`,
    format: 'fdupes --null',
    limit: 1,
  },
  rmlint: {
    line: (dirs, out) => `rmlint -T df -rF -o json:stdout ${dirs} > ${out} 2> /dev/null`,
    format: 'rmlint',
    limit: 1,
  },
  rdfind: {
    line: (dirs, out) => `rdfind -outputname ${out} ${dirs} > /dev/null`,
    format: 'rdfind',
    limit: 1,
    file: true,
  },
  fdupes: {
    line: (dirs, out) => `fdupes -rnq ${dirs} > ${out} 2> /dev/null`,
    format: 'fdupes',
    limit: 1,
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
}

const FOUND = join(home, 'found')

/** The contenders for finding the duplicates in `dirs`, ours first. */
export function rivals(dirs) {
  const words = dirs.map(word).join(' ')
  return Object.entries(finders).map(([name, { tool, line, format, file, limit }]) => ({
    name,
    tool: tool ?? name.split(' ')[0],
    limit,
    line: line(words, file ? word(FOUND) : '/dev/null'),
    check: { line: line(words, word(FOUND)), out: FOUND, format },
  }))
}
