import t from 'tap'
import { CzkawkaParser } from '../../lib/import/czkawka-parser.js'
import { CHUNKS, setsOf, utf8 } from '../helper/foreign.js'

const entry = (path: string, size: number, hash = 'ab12') => ({
  path,
  modified_date: 1700000000,
  size,
  hash,
})
const [a, b, c, d] = [entry('/a', 6), entry('/b', 6), entry('/c', 6), entry('/d', 7)]
const odd = [entry('/é "x"\n\\', 6), entry('/\x1b\ufeff', 6)]

const pretty = (value: unknown) => utf8(JSON.stringify(value, null, 2))
const compact = (value: unknown) => utf8(JSON.stringify(value))
const parsed = (text: string, chunk?: number) =>
  setsOf((onSet) => new CzkawkaParser(onSet), text, chunk)

// prettier-ignore
const good: [name: string, value: unknown, want: string[]][] = [
  ['nothing found',            {},                                       []],
  ['no group of a size',       { 6: [] },                                []],
  ['groups',                   { 6: [[a, b], [c, a]], 7: [[d, d]] },     ['1: 6 /a|/b', '1: 6 /c|/a', '1: 7 /d|/d']],
  ['with reference directories', { 6: [[a, [b, c]], [c, [a]]] },         ['1: 6 /a|/b|/c', '1: 6 /c|/a']],
  ['odd names',                { 6: [odd] },                             [utf8('1: 6 /é "x"\n\\|/\x1b\ufeff')]],
]

for (const [name, value, want] of good)
  t.test(name, async (t) => {
    for (const chunk of CHUNKS) t.strictSame(parsed(compact(value), chunk), want, `by ${chunk}`)
    const anyLine = (set: string) => set.replace(/^\d+/, '1')
    t.strictSame(parsed(pretty(value)).map(anyLine), want, 'over many lines')
  })

const NOT_COMPARED = /files that czkawka has not compared, only their size or name: use -s HASH/
const { hash: _, ...bare } = a!

// prettier-ignore
const bad: [name: string, value: unknown, want: RegExp][] = [
  ['SIZE',                     { 6: [a, b] },                     NOT_COMPARED],
  ['SIZE, reference',          { 6: [a, [b]] },                   NOT_COMPARED],
  ['NAME',                     { 'a.txt': [bare, bare] },         NOT_COMPARED],
  ['SIZE_NAME',                [[a, b]],                          NOT_COMPARED],
  ['SIZE_NAME, none',          [],                                NOT_COMPARED],
  ['SIZE_NAME, reference',     [[a, [b]]],                        NOT_COMPARED],
  ['entries without a hash',   { 6: [[bare, b]] },                NOT_COMPARED],
  ['with an empty one',        { 6: [[entry('/a', 6, ''), b]] },  NOT_COMPARED],
  ['similar pictures',         { 6: [[{ ...a, hash: [1, 2] }]] }, /field "\[0\].hash": expected a digest/],
  ['no path',                  { 6: [[b, { ...a, path: 7 }]] },   /field "\[1\].path": expected a string/],
  ['no size',                  { 6: [[{ ...a, size: '6' }]] },    /field "\[0\].size"/],
  ['no entry',                 { 6: [[7]] },                      /field "\[0\]": expected an object/],
  ['another document',         { type: 'file' },                  /field "type": expected an array/],
]

for (const [name, value, message] of bad)
  t.test(`${name}: refused`, async (t) => {
    for (const chunk of [1, 1e6]) {
      t.throws(() => parsed(compact(value), chunk), { message })
      t.throws(() => parsed(pretty(value), chunk), { message })
    }
  })

t.test('a document that was cut short is refused, wherever it was cut', async (t) => {
  const text = pretty({ 6: [[a, b]] })
  for (let bytes = 1; bytes < text.length; bytes++)
    t.throws(() => parsed(text.slice(0, bytes)), { message: /the JSON of czkawka was cut short$/ })
})
