import t from 'tap'
import { fdupesMembers, nulMembers } from '../../lib/import/fdupes-names.js'
import { diskOf } from '../helper/foreign.js'

type Read = typeof fdupesMembers
type Files = { [name: string]: number }

const read = (read: Read, lines: string[], files: Files) =>
  read({ lines, number: 7 }, diskOf(files)).map(({ printed, size }) => `${printed} ${size ?? '?'}`)

const S5 = '5 bytes each:'
const UNCLEAR = 'its set can be read in more than one way'
const ALONE = /^the only name in its set/
const BREAK = 'a name in its set has a line break, and not all of it is there'

// prettier-ignore
const cases: [name: string, lines: string[], files: Files, want: string[] | string | RegExp][] = [
  ['a name a line',                             ['a', 'b'],         { a: 5, b: 5 },                 ['a ?', 'b ?']],
  ['gone ones are left to be told',             ['a', 'x', 'b'],    { a: 5, b: 5 },                 ['a ?', 'x ?', 'b ?']],
  ['the size of -S',                            [S5, 'a', 'b'],     { a: 5, b: 5 },                 ['a 5', 'b 5']],
  ['of one byte',                               ['1 byte each:', 'a', 'b'], { a: 1, b: 1 },         ['a 1', 'b 1']],
  ['the size of -S, of files that have grown',  [S5, 'a', 'b'],     { a: 6, b: 5 },                 ['a 5', 'b 5']],
  ['a file of that name, and a set without -S', [S5, 'b'],          { [S5]: 9, b: 9 },              [`${S5} ?`, 'b ?']],
  ['the same, of just that size',               [S5, 'b'],          { [S5]: 5, b: 5 },              [`${S5} ?`, 'b ?']],
  ['with more names, of another size',          [S5, 'a', 'b'],     { [S5]: 9, a: 9, b: 9 },        [`${S5} ?`, 'a ?', 'b ?']],
  ['a file of that name elsewhere',             [S5, 'a', 'b'],     { [S5]: 9, a: 5, b: 5 },        ['a 5', 'b 5']],
  ['a file of that name and size',              [S5, 'a', 'b'],     { [S5]: 5, a: 5, b: 5 },        UNCLEAR],
  ['a line break',                              ['a', 'n', 'l'],    { a: 5, 'n\nl': 5 },            ['a ?', 'n\nl ?']],
  ['a line break below -S',                     [S5, 'a', 'n', 'l'], { a: 5, 'n\nl': 5 },           ['a 5', 'n\nl 5']],
  ['of a size that is not that of -S',          [S5, 'a', 'n', 'l'], { a: 5, 'n\nl': 6 },           ['a 5', 'n 5', 'l 5']],
  ['a line break in two ways',                  ['a', 'b', 'c'],    { 'a\nb': 5, c: 5, a: 5, 'b\nc': 5 }, UNCLEAR],
  ['a line break beside one that is gone',      ['a', 'n', 'l', 'x'], { a: 5, 'n\nl': 5 },          BREAK],
  ['all lines are files: none is joined',       ['a', 'b'],         { a: 5, b: 5, 'a\nb': 5 },      ['a ?', 'b ?']],
  ['one name: -f has left out the one that stays', ['a'],           { a: 5 },                       ALONE],
  ['one name of two lines',                     ['n', 'l'],         { 'n\nl': 5 },                  ALONE],
  ['one name below -S',                         [S5, 'a'],          { a: 5 },                       ALONE],
  ['a set on one line',                         ['a b\\ c '],       { a: 5, 'b c': 5 },             /^line 7: a whole set on one line, as with -1/],
  ['a blank in a name is no such line',         ['a', 'b c'],       { a: 5, b: 5 },                 ['a ?', 'b c ?']],
  ['a later line of that kind',                 ['x', 'a b '],      { a: 5, b: 5, x: 5 },           /^line 8: a whole set on one line/],
  ['times',                                     ['2026-11-21 07:14 a', '2026-11-21 07:14 b'], { a: 5, b: 5 }, /^line 7: a time before the name, as with -t/],
]

for (const [name, lines, files, want] of cases)
  t.test(name, async (t) => {
    if (Array.isArray(want)) t.strictSame(read(fdupesMembers, lines, files), want)
    else t.throws(() => read(fdupesMembers, lines, files), { message: want })
  })

// prettier-ignore
const nul: [name: string, names: string[], files: Files, want: string[] | string | RegExp][] = [
  ['names',                        ['a', 'n\nl'],              { a: 5, 'n\nl': 5 },        ['a ?', 'n\nl ?']],
  ['gone ones are not joined',     ['a', 'x', 'y'],            { a: 5, 'x\ny': 5 },        ['a ?', 'x ?', 'y ?']],
  ['-S',                           [`${S5}\na`, 'b'],          { a: 5, b: 5 },             ['a 5', 'b 5']],
  ['a name that starts like -S',   [`${S5}\na`, 'b'],          { [`${S5}\na`]: 5, b: 5 },  [`${S5}\na ?`, 'b ?']],
  ['both are there',               [`${S5}\na`, 'b'],          { [`${S5}\na`]: 5, a: 5, b: 5 }, UNCLEAR],
  ['one name',                     ['a'],                      { a: 5 },                   ALONE],
  ['one name below -S',            [`${S5}\na`],               { a: 5 },                   ALONE],
]

for (const [name, names, files, want] of nul)
  t.test(`NUL: ${name}`, async (t) => {
    if (Array.isArray(want)) t.strictSame(read(nulMembers, names, files), want)
    else t.throws(() => read(nulMembers, names, files), { message: want })
  })
