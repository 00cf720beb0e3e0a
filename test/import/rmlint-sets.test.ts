import t from 'tap'
import { RmlintSets } from '../../lib/import/rmlint-sets.js'
import { setsOf, utf8 } from '../helper/foreign.js'

const header = {
  description: 'rmlint json-dump',
  cwd: '/data/',
  args: 'rmlint d',
  version: '2.10.3',
}
const footer = { aborted: false, progress: 100, total_files: 2 }
const file = (path: string, isOriginal: boolean, fields = {}) => ({
  type: 'duplicate_file',
  checksum: 'f60c',
  path,
  size: 6,
  is_original: isOriginal,
  ...fields,
})
const [a, b, c, d] = [file('/a', true), file('/b', false), file('/c', true), file('/d', false)]

type Said = { sets: string[]; args: string[]; broken: string[]; directories: number }

function read(...values: unknown[]): Said {
  const [args, broken]: string[][] = [[], []]
  let sets: RmlintSets | undefined
  const found = setsOf((onSet) => {
    const own = (sets = new RmlintSets({
      onSet,
      onArgs: (line) => void args!.push(line),
      onBroken: (path) => void broken!.push(path),
    }))
    values.forEach((value, i) => own.add({ key: i, value, line: i + 1 }))
    return { write: () => {}, end: () => own.end() }
  }, '')
  return { sets: found, args: args!, broken: broken!, directories: sets!.directories }
}

const noHash = { checksum: undefined }

// prettier-ignore
const good: [name: string, values: unknown[], want: Partial<Said>][] = [
  ['nothing',                             [],                              { sets: [] }],
  ['nothing found',                       [header, footer],                { sets: [], args: ['rmlint d'] }],
  ['sets start at their originals',       [header, a, b, c, d, footer],    { sets: ['2: 6 /a|/b', '4: 6 /c|/d'] }],
  ['without header and footer',           [a, b, {}],                      { sets: ['1: 6 /a|/b'] }],
  ['without a checksum',                  [file('/a', true, noHash), file('/b', false, noHash), file('/c', true, noHash), file('/d', false, noHash)], { sets: ['1: 6 /a|/b', '3: 6 /c|/d'] }],
  ['the same checksum in another set',    [a, b, file('/c', true), file('/d', false)], { sets: ['1: 6 /a|/b', '3: 6 /c|/d'] }],
  ['several originals',                   [a, c, b],                       { sets: ['1: 6 /a', '2: 6 /c|/b'] }],
  ['files of other sizes',                [a, file('/b', false, { size: 7 })], { sets: ['1: 6/7 /a|/b'] }],
  ['other lint',                          [{ type: 'emptyfile', path: '/e' }, a, b, { type: 'badlink' }, c, d], { sets: ['2: 6 /a|/b', '5: 6 /c|/d'] }],
  ['directories are counted',             [{ type: 'duplicate_dir' }, { type: 'part_of_directory' }, a, b], { sets: ['3: 6 /a|/b'], directories: 2 }],
  ['a path that it cannot write',         [a, file('<BROKEN PATH>', false), b], { sets: ['1: 6 /a|/b'], broken: ['<BROKEN PATH>'] }],
  ['escapes that a filter has written',   [file('/ł😀\xff', true)],        { sets: [`1: 6 /${utf8('ł😀')}\xff`] }],
]

for (const [name, values, want] of good)
  t.test(name, async (t) => {
    t.match(read(...values), want)
  })

// prettier-ignore
const bad: [name: string, values: unknown[], want: RegExp][] = [
  ['a duplicate without an original',     [header, b],                     /field "is_original": expected "true"/],
  ['of another checksum',                 [a, file('/b', false, { checksum: '07' })], /field "is_original"/],
  ['after other lint',                    [a, { type: 'emptyfile' }, b],   /field "is_original"/],
  ['no path',                             [file('/a', true, { path: 7 })], /field "path"/],
  ['no size',                             [file('/a', true, { size: -1 })], /field "size"/],
  ['neither original nor not',            [file('/a', true, { is_original: 'x' })], /field "is_original"/],
  ['no object',                           [7],                             /field "document\[\]": expected an object/],
  ['an object of another tool',           [{ path: '/a' }],                /field "cwd"/],
]

for (const [name, values, message] of bad)
  t.test(`${name} is refused`, async (t) => {
    t.throws(() => read(...values), { message })
  })
