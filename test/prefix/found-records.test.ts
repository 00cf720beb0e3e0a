import t from 'tap'
import { Chains } from '../../lib/sort/chains.js'
import { Classes } from '../../lib/prefix/classes.js'
import { Findings } from '../../lib/prefix/findings.js'
import { foundRecords } from '../../lib/prefix/found-records.js'
import { STATE } from '../../lib/prefix/look-block.js'
import { END } from '../../lib/prefix/relations.js'
import { file } from '../helper/records.js'
import { listedOnly } from '../helper/remembered.js'

type Own = {
  size: number
  length?: number
  parent?: string
  twinOf?: string
  nameOf?: string
  failed?: true
  end?: number
}

/** What is told of files, in words. */
function told(own: { readonly [path: string]: Own }) {
  const paths = Object.keys(own)
  const files = listedOnly(paths.map((path) => file(path, { size: own[path]!.size })))
  const names = new Chains(files.count)
  const found = new Findings(files.count)
  for (const [i, path] of paths.entries()) {
    const { size, length = size, parent, twinOf, nameOf, failed, end = 0 } = own[path]!
    files.length[i] = length
    files.state[i] = failed ? STATE.failed : size === 0 ? STATE.empty : STATE.read
    found.end[i] = end
    if (parent !== undefined) found.parent[i] = paths.indexOf(parent)
    if (twinOf !== undefined) found.join(paths.indexOf(twinOf), i)
    if (nameOf !== undefined) names.add(paths.indexOf(nameOf), i)
  }
  const heads = Uint32Array.from(paths.keys()).filter((i) => own[paths[i]!]!.nameOf === undefined)
  const classes = new Classes(files, names, found)
  const { empties, partials, groups } = foundRecords(heads, files, classes, found)
  return {
    empties: empties.map(({ path }) => path).join(' '),
    partials: partials.map(
      ({ path, wholePath, bytes, confidence }) => `${path} ${bytes} ${confidence} of ${wholePath}`,
    ),
    groups: [...groups].map(
      ({ head, partial }) =>
        classes
          .namesOf(head)
          .map(({ path }) => path)
          .join('=') + (partial ? ` ${partial}` : ''),
    ),
  }
}

const M = 2 ** 20

type Case = [
  name: string,
  own: { [path: string]: Own },
  want: { empties?: string; partials?: string[]; groups?: string[] },
]

// prettier-ignore
const cases: Case[] = [
  ['nothing',                     {},                                                     {}],
  ['files that do not hang together', { '/a': { size: 5 }, '/b': { size: 6 } },           {}],
  ['empty ones, by path',         { '/b': { size: 0 }, '/a': { size: 0 }, '/c': { size: 1 } }, { empties: '/a /b' }],
  ['all names of an empty one',   { '/b': { size: 0 }, '/a': { size: 0, nameOf: '/b' } }, { empties: '/a /b' }],
  ['empty ones are no group',     { '/a': { size: 0 }, '/b': { size: 0 } },               { empties: '/a /b' }],
  ['a beginning',                 { '/a': { size: M }, '/b': { size: 2 * M, parent: '/a' } }, { partials: [`/a ${M} high of /b`] }],
  ['a chain: the end of it',      { '/a': { size: M }, '/b': { size: 2 * M, parent: '/a' }, '/c': { size: 3 * M, parent: '/b' } },
                                  { partials: [`/b ${2 * M} high of /c`, `/a ${M} high of /c`] }],
  ['a branch: the largest',       { '/a': { size: M }, '/b': { size: 3 * M, parent: '/a' }, '/c': { size: 2 * M, parent: '/a' } },
                                  { partials: [`/a ${M} high of /b`] }],
  ['as large: the first path',    { '/a': { size: M }, '/c': { size: 2 * M, parent: '/a' }, '/b': { size: 2 * M, parent: '/a' } },
                                  { partials: [`/a ${M} high of /b`] }],
  ['as long: the one without zeros', { '/a': { size: M }, '/b': { size: 3 * M, length: 2 * M, parent: '/a' }, '/c': { size: 2 * M, parent: '/a' } },
                                  { partials: [`/a ${M} high of /c`] }],
  ['as long, both with zeros: the larger', { '/a': { size: M }, '/b': { size: 3 * M, length: 2 * M, parent: '/a' }, '/c': { size: 4 * M, length: 2 * M, parent: '/a' } },
                                  { partials: [`/a ${M} high of /c`] }],
  ['the larger whole first',      { '/a': { size: M }, '/b': { size: 2 * M, parent: '/a' }, '/c': { size: M }, '/d': { size: 3 * M, parent: '/c' } },
                                  { partials: [`/c ${M} high of /d`, `/a ${M} high of /b`] }],
  ['wholes as large: by path',    { '/c': { size: M }, '/d': { size: 2 * M, parent: '/c' }, '/a': { size: M }, '/b': { size: 2 * M, parent: '/a' } },
                                  { partials: [`/a ${M} high of /b`, `/c ${M} high of /d`] }],
  ['all names of a beginning',    { '/b': { size: M }, '/a': { size: M, nameOf: '/b' }, '/c': { size: 2 * M, parent: '/b' } },
                                  { partials: [`/a ${M} high of /c`, `/b ${M} high of /c`] }],
  ['the first name of the whole', { '/a': { size: M }, '/c': { size: 2 * M, parent: '/a' }, '/b': { size: 2 * M, nameOf: '/c' } },
                                  { partials: [`/a ${M} high of /b`] }],
  ['bytes that were compared',    { '/a': { size: 2 * M, length: M }, '/b': { size: 2 * M, parent: '/a' } }, { partials: [`/a ${M} high of /b`] }],
  ['zeros',                       { '/a': { size: M, end: END.zeros }, '/b': { size: 2 * M, parent: '/a' } }, { partials: [`/a ${M} low of /b`] }],
  ['twins',                       { '/b': { size: M }, '/a': { size: M, twinOf: '/b' } }, { groups: ['/a=/b'] }],
  ['groups: the largest first',   { '/a': { size: 5 }, '/b': { size: 5, twinOf: '/a' }, '/c': { size: 6 }, '/d': { size: 6, twinOf: '/c' } },
                                  { groups: ['/c=/d', '/a=/b'] }],
  ['then by path',                { '/d': { size: 5 }, '/c': { size: 5, twinOf: '/d' }, '/a': { size: 5 }, '/b': { size: 5, twinOf: '/a' } },
                                  { groups: ['/a=/b', '/c=/d'] }],
  ['a group of hard links is none', { '/a': { size: 5 }, '/b': { size: 5, nameOf: '/a' } }, {}],
  ['twins that are beginnings',   { '/a': { size: M }, '/b': { size: M, twinOf: '/a' }, '/c': { size: 2 * M, parent: '/a' } },
                                  { partials: [`/a ${M} high of /c`, `/b ${M} high of /c`], groups: ['/a=/b high'] }],
  ['beginnings of low confidence', { '/a': { size: 9 }, '/b': { size: 9, twinOf: '/a' }, '/c': { size: M, parent: '/a' } },
                                  { partials: ['/a 9 low of /c', '/b 9 low of /c'], groups: ['/a=/b low'] }],
  ['one of them is of high one',  { '/z/c.part': { size: M - 1 }, '/b': { size: M - 1, twinOf: '/z/c.part' }, '/a/c': { size: 9 * M, parent: '/z/c.part' } },
                                  { partials: [`/b ${M - 1} low of /a/c`, `/z/c.part ${M - 1} high of /a/c`], groups: ['/b=/z/c.part high'] }],
  ['twins that are whole',        { '/a': { size: M }, '/b': { size: 2 * M, parent: '/a' }, '/c': { size: 2 * M, twinOf: '/b' } },
                                  { partials: [`/a ${M} high of /b`], groups: ['/b=/c'] }],
  ['who failed is told nowhere',  { '/a': { size: 5, failed: true }, '/b': { size: 5 }, '/c': { size: 0, failed: true } }, {}],
]

for (const [name, own, { empties = '', partials = [], groups = [] }] of cases)
  t.test(name, async (t) => {
    t.strictSame(told(own), { empties, partials, groups })
  })

t.test('a great many copies of one beginning', async (t) => {
  const count = 150_000
  const files = listedOnly(
    Array.from({ length: count + 1 }, (_, i) => file(`/${i}`, { size: i === count ? 2 : 1 })),
  )
  files.state.fill(STATE.read)
  const found = new Findings(files.count)
  for (let i = 1; i < count; i++) found.join(0, i)
  found.parent[count] = 0
  const classes = new Classes(files, new Chains(files.count), found)
  const { partials } = foundRecords(
    Uint32Array.from({ length: files.count }, (_, i) => i),
    files,
    classes,
    found,
  )
  t.equal(partials.length, count)
})
