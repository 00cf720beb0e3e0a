import t from 'tap'
import { cutFields } from '../../lib/hash/cut-fields.js'

const NAMES = ['head', 'hash']

// prettier-ignore
const cases: [name: string, object: string, want: string][] = [
  ['none of them there',          '{"a":1,"b":"x"}',                              '{"a":1,"b":"x"'],
  ['the first',                   '{"hash":"00","a":1}',                          '{"a":1'],
  ['one in the middle',           '{"a":1,"hash":"00","b":2}',                    '{"a":1,"b":2'],
  ['the last',                    '{"a":1,"hash":"00"}',                          '{"a":1'],
  ['several',                     '{"head":"1","a":1,"hash":"2"}',                '{"a":1'],
  ['given twice',                 '{"hash":"1","a":1,"hash":"2"}',                '{"a":1'],
  ['of any type',                 '{"hash":{"x":[1,{}]},"a":1,"head":[[],"]"]}',  '{"a":1'],
  ['not in an object inside',     '{"a":{"hash":1},"b":[{"head":2}]}',            '{"a":{"hash":1},"b":[{"head":2}]'],
  ['not in a value',              '{"a":"hash","b":"head"}',                      '{"a":"hash","b":"head"'],
  ['not in the name of another',  '{"hashes":1,"ahead":2,"x":3}',                 '{"hashes":1,"ahead":2,"x":3'],
  ['quotes in strings',           '{"a":"\\",\\"hash\\":","hash":"\\\\","b":"}"}', '{"a":"\\",\\"hash\\":","b":"}"'],
  ['a name spelled oddly',        '{"h\\u0061sh":1,"a":2}',                       '{"a":2'],
  ['blanks stay where they were', '{ "a" : 1 , "hash" : 2 , "b" : 3 } ',          '{ "a" : 1 , "b" : 3 '],
  ['numbers stay as spelled',     '{"a":1e400,"hash":1,"b":123456789012345678901234567890,"c":-0.0}', '{"a":1e400,"b":123456789012345678901234567890,"c":-0.0'],
  ['words',                       '{"a":true,"hash":null,"b":false}',             '{"a":true,"b":false'],
  ['empty objects and lists',     '{"a":{},"hash":{},"b":[]}',                    '{"a":{},"b":[]'],
]

for (const [name, object, want] of cases)
  t.test(name, async (t) => {
    t.equal(cutFields(object, NAMES), want)
    const parsed = JSON.parse(object)
    for (const cut of NAMES) delete parsed[cut]
    t.strictSame(JSON.parse(`${want}}`), parsed, 'the table is right')
  })

// Small alphabets, so that structure comes up inside of strings and names often.
const strings = [
  '',
  'a',
  'hash',
  'head',
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '","hash":"',
  'é😀',
]

t.test('2000 objects, each with all that JSON can hold', async (t) => {
  let seed = 7
  const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below
  const value = (depth: number): unknown => {
    const kind = random(depth > 2 ? 3 : 5)
    if (kind === 0) return strings[random(strings.length)]
    if (kind === 1) return random(1000) - 500
    if (kind === 2) return [true, false, null][random(3)]
    if (kind === 3) return Array.from({ length: random(4) }, () => value(depth + 1))
    return fields(depth + 1)
  }
  const fields = (depth: number) =>
    Object.fromEntries(
      Array.from({ length: random(6) }, () => [strings[random(strings.length)]!, value(depth)]),
    )
  let wrong = 0
  for (let i = 0; i < 2000; i++) {
    const object: { [name: string]: unknown } = { ...fields(0), stays: 1, ...fields(0) }
    const spelled = JSON.stringify(object, null, random(3))
    for (const name of NAMES) delete object[name]
    const left = JSON.parse(`${cutFields(spelled, NAMES)}}`)
    if (JSON.stringify(left) !== JSON.stringify(object)) wrong++
  }
  t.equal(wrong, 0)
})
