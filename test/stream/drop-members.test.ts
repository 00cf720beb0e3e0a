import t from 'tap'
import { dropMembers } from '../../lib/stream/drop-members.js'

// prettier-ignore
const cases: [json: string, want: string][] = [
  ['{"a":1,"hash":"x","algo":"y"}',            '{"a":1}'],
  ['{"hash":"x","a":1,"algo":"y","b":2}',      '{"a":1,"b":2}'],
  ['{"hash":"x"}',                             '{}'],
  ['{"a":1}',                                  '{"a":1}'],
  ['{"a":{"hash":"x"},"hash":"y"}',            '{"a":{"hash":"x"}}'],
  ['{"a":[{"algo":1},",",{}],"algo":"y"}',     '{"a":[{"algo":1},",",{}]}'],
  ['{"hash":{"a":[1,2]},"b":"}"}',             '{"b":"}"}'],
  ['{"a":"hash","b":"\\"hash\\":1","hash":2}', '{"a":"hash","b":"\\"hash\\":1"}'],
  ['{"a":"\\\\","hash":"\\\\"}',               '{"a":"\\\\"}'],
  ['{"a":"\\\\\\",","hash":1}',                '{"a":"\\\\\\","}'],
  ['{"\\u0068ash":1,"a":2}',                   '{"a":2}'],
  ['{"hash":1,"hash":2,"a":3}',                '{"a":3}'],
  ['{"a":12345678901234567890,"hash":1}',      '{"a":12345678901234567890}'],
  [' { "a" : 1 , "hash" : "x" } \r',           '{ "a" : 1 }'],
]

for (const [json, want] of cases)
  t.test(json, async (t) => {
    t.equal(dropMembers(json, ['hash', 'algo']), want)
    t.doesNotThrow(() => JSON.parse(want))
  })

t.test('a string of 100 MB is no trouble', async (t) => {
  const long = `{"a":"${'x'.repeat(100_000_000)}","hash":1}`
  t.equal(dropMembers(long, ['hash']).length, long.length - ',"hash":1'.length)
})
