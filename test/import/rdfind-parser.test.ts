import t from 'tap'
import { RdfindParser } from '../../lib/import/rdfind-parser.js'
import { CHUNKS, diskOf, setsOf } from '../helper/foreign.js'

const HEAD = '# Automatically generated\n# duptype id depth size device inode priority name\n'
const END = '# end of file\n'
const first = (id: number, name: string) =>
  `DUPTYPE_FIRST_OCCURRENCE ${id} 0 5 65024 77 3 ${name}\n`
const other = (id: number, name: string) =>
  `DUPTYPE_WITHIN_SAME_TREE -${id} 1 5 65024 78 3 ${name}\n`

const parsed = (text: string, files = {}, chunk?: number) =>
  setsOf((onSet) => new RdfindParser(onSet, diskOf(files)), text, chunk)

type Files = { [name: string]: number }

// prettier-ignore
const good: [name: string, text: string, files: Files, want: string[]][] = [
  ['nothing',                 '',                                                   {}, []],
  ['nothing found',           HEAD + END,                                           {}, []],
  ['sets',                    HEAD + first(8, 'a') + other(8, 'b') + first(1, 'c') + other(1, 'd') + other(1, 'e') + END, {}, ['3: 5 a|b', '5: 5 c|d|e']],
  ['without head and end',    first(8, 'a') + other(8, 'b'),                        {}, ['1: 5 a|b']],
  ['as versions before 1.3',  first(8, 'a').replace('RRE', 'RE') + other(8, 'b'),   {}, ['1: 5 a|b']],
  ['in another tree',         first(8, 'a') + other(8, 'b').replace('WITHIN_SAME', 'OUTSIDE'), {}, ['1: 5 a|b']],
  ['blanks in names',         first(8, ' a  b ') + other(8, '  '),                  {}, ['1: 5  a  b |  ']],
  ['any bytes',               first(8, '\xff\r') + other(8, '\x1b[1m'),             {}, ['1: 5 \xff\r|\x1b[1m']],
  ['a negative priority',     first(8, 'a').replace(' 3 ', ' -3 ') + other(8, 'b'), {}, ['1: 5 a|b']],
  ['a line break',            first(8, 'n\nl') + other(8, 'b'),                     { 'n\nl': 5 }, ['1: 5 n\nl|b']],
  ['two of them, at the end', first(8, 'a') + other(8, 'n\n\nl') + END,             { 'n\n\nl': 5 }, ['1: 5 a|n\n\nl']],
]

for (const [name, text, files, want] of good)
  t.test(name, async (t) => {
    for (const chunk of CHUNKS) t.strictSame(parsed(text, files, chunk), want, `by ${chunk}`)
  })

const NO_ROW = 'neither a row of rdfind nor the rest of a name that is there'

// prettier-ignore
const bad: [name: string, text: string, files: Files, want: string][] = [
  ['rubbish',                          'rubbish\n',                        {}, `line 1: ${NO_ROW}`],
  ['an empty line',                    `${HEAD}\n`,                        {}, `line 3: ${NO_ROW}`],
  ['another type',                     'DUPTYPE_X 1 0 5 6 7 3 a\n',        {}, `line 1: ${NO_ROW}`],
  ['too few fields',                   'DUPTYPE_UNKNOWN 1 0 5 6 7 a\n',    {}, `line 1: ${NO_ROW}`],
  ['no name',                          first(1, ''),                       {}, `line 1: ${NO_ROW}`],
  ['the rest of a name that is gone',  first(8, 'n\nl') + other(8, 'b'),   {}, `line 2: ${NO_ROW}`],
  ['of one of another size',           first(8, 'n\nl'),                   { 'n\nl': 6 }, `line 2: ${NO_ROW}`],
  ['of one whose first line is there', first(8, 'n\nl'),                   { 'n\nl': 5, n: 5 }, `line 2: ${NO_ROW}`],
  ['a duplicate of nothing',           other(8, 'b'),                      {}, 'line 1: the first file of its set is missing'],
  ['a duplicate of another set',       first(8, 'a') + other(7, 'b'),      {}, 'line 2: the first file of its set is missing'],
  ['half a line',                      first(8, 'a').slice(0, -1),         {}, 'line 1: cut short: no newline at its end'],
]

for (const [name, text, files, message] of bad)
  t.test(`${name} is refused`, async (t) => {
    for (const chunk of CHUNKS) t.throws(() => parsed(text, files, chunk), { message })
  })
