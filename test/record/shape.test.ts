import t from 'tap'
import * as shape from '../../lib/record/shape.js'

type Narrow = (value: unknown, field: string) => unknown
const word: Narrow = (value, field) => shape.word(value, ['a', 'b'], field)
const { object, list, text, count, digits, nanoseconds, hex } = shape

// prettier-ignore
const good: [name: string, narrow: Narrow, values: unknown[]][] = [
  ['object',      object,      [{}, { a: 1 }]],
  ['list',        list,        [[], [1]]],
  ['text',        text,        ['', 'a']],
  ['word',        word,        ['a', 'b']],
  ['count',       count,       [0, 1, -0, 2 ** 53 - 1]],
  ['digits',      digits,      ['0', '7', '18446744073709551615']],
  ['nanoseconds', nanoseconds, ['0', '-1', '1700000000123456789']],
  ['hex',         hex,         ['00', 'abcdef']],
]

// prettier-ignore
const bad: [name: string, narrow: Narrow, values: unknown[]][] = [
  ['object',      object,      [null, [], 'a', 1, undefined]],
  ['list',        list,        [null, {}, 'a', undefined]],
  ['text',        text,        [null, 1, [], undefined]],
  ['word',        word,        ['c', 'A', '', null, 0]],
  ['count',       count,       [-1, 0.5, 2 ** 53, NaN, Infinity, '1', null, undefined]],
  ['digits',      digits,      ['', '007', '-1', '1.0', ' 1', '1\n', '0x1', 'x', 1, 1n, null, '1'.repeat(21)]],
  ['nanoseconds', nanoseconds, ['', '-', '--1', '1e9', 1, null, '1'.repeat(21)]],
  ['hex',         hex,         ['', '0', 'AB', '0g', '00\n', 'ab'.repeat(65), 0, null]],
]

for (const [name, narrow, values] of good)
  t.test(`${name} takes`, async (t) => {
    for (const value of values) t.equal(narrow(value, 'f'), value)
  })

for (const [name, narrow, values] of bad)
  t.test(`${name} refuses`, async (t) => {
    for (const value of values)
      t.throws(
        () => narrow(value, 'a.b'),
        { field: 'a.b', message: /^field "a\.b": expected / },
        String(value),
      )
  })

t.test('what a line has to be', async (t) => {
  const line = { type: 'file' }
  t.equal(shape.record(line), line)
  for (const value of [null, 'a', 1, undefined])
    t.throws(() => shape.record(value), {
      field: '',
      message: /^expected a JSON object on each line$/,
    })
  t.throws(() => shape.record([]), { message: /on each line, no array: jq -c '\.\[\]'/ })
})

// prettier-ignore
const lists: [words: string[], want: string][] = [
  [['a'],           '"a"'],
  [['a', 'b'],      '"a" or "b"'],
  [['a', 'b', 'c'], '"a", "b" or "c"'],
]

for (const [words, want] of lists)
  t.test(want, async (t) => {
    t.equal(shape.anyOf(words), want)
    t.throws(() => shape.word('x', words, 'f'), { message: `field "f": expected ${want}` })
  })
