// What dd-dupes is measured by.
import { existsSync, mkdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { corpus, countOf } from './corpus.mjs'
import { race } from './race.mjs'
import { rivals } from './rivals.mjs'
import { home, quick, ROOT } from './settings.mjs'
import { word } from './shell.mjs'

/** All who find duplicates, in the same directories. */
const finders = (title, dirs, limits, more = []) =>
  race({ title, dirs, cold: true, contenders: [...rivals(dirs, limits), ...more] })

const SHORT = 'Files of 100 B to 8 KiB, one in five a copy'

/** The fastest of them on fewer of the same files, where to start takes its part of the time. */
function fewer(kind, limits) {
  const dirs = [corpus(kind)]
  const names = ['dd-dupes', 'naive', 'jdupes -Q', 'yadf']
  return race({ title: SHORT, dirs, cold: true, contenders: rivals(dirs, limits, names) })
}

export const finderCases = {
  'small-5000': () => fewer('small-5000', { naive: { warm: 0.95 }, 'jdupes -Q': {} }),
  'small-20000': () => fewer('small-20000', { 'jdupes -Q': { warm: 1.4 }, yadf: { cold: 1.5 } }),
  'small-50000': () =>
    fewer('small-50000', { 'jdupes -Q': { warm: 0.95 }, yadf: { warm: 1.15, cold: 1 } }),
  'small-100000': () =>
    fewer('small-100000', { 'jdupes -Q': { warm: 0.7 }, yadf: { warm: 0.85, cold: 0.85 } }),
  small: () =>
    finders(SHORT, [corpus('small')], {
      'jdupes -Q': { warm: 0.7, cold: 1 },
      yadf: { warm: 0.8, cold: 0.75 },
    }),
  media: () =>
    finders('Files of 20 KiB to 40 MiB: copies, near copies, hard links', [corpus('media')], {
      yadf: { warm: 1 },
    }),
  real: () => {
    const dirs = (quick ? ['lib', 'node_modules/@tapjs'] : ['/usr', 'node_modules'])
      .map((dir) => resolve(ROOT, dir))
      .filter(existsSync)
    return finders('What is on this machine: programs, and the packages of this project', dirs, {
      'jdupes -Q': { warm: 0.7, cold: 1 },
      yadf: { warm: 0.8, cold: 0.9 },
    })
  },
  large: () => {
    const dir = corpus('pairs')
    const all = `${word(dir)}/*`
    const threads = availableParallelism()
    return finders(
      'Two pairs of equal large files, and two that differ from them after a third',
      [dir],
      { yadf: { warm: 1 } },
      [
        {
          name: 'b3sum',
          tool: 'b3sum',
          limit: { warm: 0.85, cold: 1.2 },
          line: `b3sum --num-threads ${threads} ${all}`,
        },
        { name: 'cat', tool: 'cat', line: `cat ${all} > /dev/null` },
      ],
    )
  },
  million: () => {
    const all = countOf('million')
    const dupes = (dir, files, limits) => ({
      name: `${files.toLocaleString('en')} files`,
      tool: 'dd-dupes',
      line: `dd-dupes ${word(dir)} > /dev/null`,
      each: files,
      ...limits,
    })
    const dir = corpus('million')
    return race({
      title:
        'dd-dupes on files of 1 to 1,000 bytes, one in five a copy; the time is that of a file',
      contenders: [
        dupes(dir, all, { peakLimit: 280 }),
        dupes(join(dir, 'part'), all / 5, { limit: 1 }),
      ],
    })
  },
  start: () => {
    const empty = join(home, 'empty')
    mkdirSync(empty, { recursive: true })
    const starts = (name, line, limit) => ({
      name,
      tool: name.split(' ')[0],
      line: `for i in {1..20}; do ${line}; done`,
      each: 20,
      limit,
    })
    return race({
      title: 'dd-dupes of an empty directory; the time is that of one of 20 starts',
      contenders: [
        starts('dd-dupes', `dd-dupes ${word(empty)}`),
        starts('node -e 0', `${word(process.execPath)} -e 0`, 1.6),
      ],
    })
  },
}
