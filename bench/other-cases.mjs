// The commands of the pipeline, each against one rival.
import { rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { corpus } from './corpus.mjs'
import { race } from './race.mjs'
import { naive } from './rivals.mjs'
import { home } from './settings.mjs'
import { shell, word } from './shell.mjs'

const find = (dir) =>
  `dd-walk ${word(dir)} | dd-group --by size | dd-hash --head | dd-group --by head | dd-hash | dd-group`

const jdupes = (dir, limit) => ({
  name: 'jdupes -Q',
  tool: 'jdupes',
  limit,
  line: `jdupes -rQq ${word(dir)} > /dev/null 2>&1`,
})

const b3sum = (dir, limit) => ({
  name: 'b3sum',
  tool: 'b3sum',
  limit,
  line: `b3sum --num-threads ${availableParallelism()} ${word(dir)}/* > /dev/null`,
})

const duel = (title, ours, theirs) => race({ title, contenders: [ours, theirs] })

function pipeline(kind, limit) {
  const dir = corpus(kind)
  const ours = { name: 'six processes', tool: 'dd-walk', line: `${find(dir)} > /dev/null` }
  return duel(`The pipeline of six processes, on \`${kind}\``, ours, jdupes(dir, limit))
}

const prefix = (dir) => ({
  name: 'dd-prefix',
  tool: 'dd-prefix',
  line: `dd-walk --min-size 0 ${word(dir)} | dd-prefix > /dev/null 2>&1`,
})

function prefixOf(kind) {
  const dir = corpus(kind)
  const title = 'Empty, truncated and equal files; the script finds the equal ones only'
  return duel(title, prefix(dir), naive(dir, 1.3))
}

/** Both make hard links in a copy of the tree that is made anew for each run. */
function link() {
  const dir = corpus('small')
  const copy = `${dir}.copy`
  const [plan, journal] = ['plan', 'journal.csv'].map((name) => join(home, name))
  const remove = () =>
    [copy, plan, journal].map((path) => rmSync(path, { recursive: true, force: true }))
  const fresh = () => {
    remove()
    shell(`cp -a ${word(dir)} ${word(copy)}; sync`)
  }
  const planned = () => {
    fresh()
    shell(`${find(copy)} | dd-plan hardlink --quiet > ${word(plan)}`)
  }
  const apply = `dd-apply --apply --quiet --journal ${word(journal)} < ${word(plan)} > /dev/null`
  return race({
    title:
      'Hard links for the copies in `small`: bytes compared, journal synced; the plan is made before',
    contenders: [
      { name: 'dd-apply', tool: 'dd-apply', prepare: planned, warm: false, line: apply },
      {
        name: 'jdupes -QL',
        tool: 'jdupes',
        limit: 1.5,
        prepare: fresh,
        warm: false,
        line: `jdupes -rQL ${word(copy)} > /dev/null 2>&1`,
      },
    ],
    end: remove,
  })
}

export const otherCases = {
  walk: () => {
    const dir = word(corpus('small'))
    const printed = '%s %D %i %T@ %C@ %p\\n'
    return duel(
      'The names in `small`, and what `lstat` tells of each',
      { name: 'dd-walk', tool: 'dd-walk', line: `dd-walk ${dir} > /dev/null` },
      {
        name: 'find',
        tool: 'find',
        limit: 1.5,
        line: `find ${dir} -type f -printf '${printed}' > /dev/null`,
      },
    )
  },
  'pipe-small': () => pipeline('small', 2.2),
  'pipe-media': () => pipeline('media', 1),
  digests: () => {
    const dir = corpus('pairs')
    const line = `dd-walk ${word(dir)} | dd-hash > /dev/null`
    return duel(
      'Digests of large files',
      { name: 'dd-hash', tool: 'dd-hash', line },
      b3sum(dir, 1.3),
    )
  },
  partial: () => {
    const dir = corpus('partial')
    const title = 'Empty, truncated and equal files; jdupes finds the equal ones only'
    return duel(title, prefix(dir), jdupes(dir, 1.5))
  },
  'prefix-5000': () => prefixOf('small-5000'),
  'prefix-20000': () => prefixOf('small-20000'),
  twins: () => {
    const dir = corpus('twins')
    return duel('Two equal large files: compared, or digested', prefix(dir), b3sum(dir, 1.2))
  },
  link,
}
