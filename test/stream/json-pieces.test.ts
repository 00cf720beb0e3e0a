import t from 'tap'
import { JsonPieces } from '../../lib/stream/json-pieces.js'

/** The elements of the array `list`, and the rest, in chunks of so many bytes. */
function pieces(text: string, length: number) {
  let elements: string[] = []
  const taken = new JsonPieces('list', {
    start: () => (elements = []),
    add: (bytes, starts) => {
      const all = bytes.toString()
      for (const [i, start] of starts.entries())
        elements.push(
          all.slice(start, starts[i + 1] === undefined ? undefined : starts[i + 1]! - 1),
        )
    },
  })
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += length) taken.add(bytes.subarray(at, at + length))
  return { elements, rest: taken.end().toString() }
}

// prettier-ignore
const cases: [text: string, elements: string[], rest: string][] = [
  ['{"list":[1,2,{"a":[3,4]}],"b":5}',   ['1', '2', '{"a":[3,4]}'],  '{"list":[],"b":5}'],
  ['{"list":[]}',                        [],                         '{"list":[]}'],
  ['{ "a" : 1 , "list" : [ "x y" , "," ] }', ['"x y"', '","'],       '{"a":1,"list":[]}'],
  ['{"a":{"list":[1]},"b":["list",[2]]}', [],                        '{"a":{"list":[1]},"b":["list",[2]]}'],
  ['{"a":",\\"list\\":[","list":[1]}',   ['1'],                      '{"a":",\\"list\\":[","list":[]}'],
  ['{"list":{"list":[1]}}',              [],                         '{"list":{"list":[1]}}'],
  ['{"a":1 2,"list":[tr ue, "a" "b"]}',  ['tr ue', '"a""b"'],        '{"a":1 2,"list":[]}'],
  ['{"list":[1,]}',                      ['1', ''],                  '{"list":[]}'],
  ['{"list":[1],"list":[2]}',            ['2'],                      '{"list":[],"list":[]}'],
  ['{"list":["\\\\"],"a":"é"}',          ['"\\\\"'],                 '{"list":[],"a":"é"}'],
]

for (const [text, elements, rest] of cases)
  t.test(text, async (t) => {
    for (const length of [1, 2, 3, 7, 1000])
      t.strictSame(pieces(text, length), { elements, rest }, `${length} bytes at a time`)
  })

t.test('elements of some mebibytes come some at a time', async (t) => {
  const elements = Array.from({ length: 40 }, (_, i) => `"${String(i).repeat(100_000)}"`)
  t.strictSame(pieces(`{"list":[${elements.join()}]}`, 65_536), { elements, rest: '{"list":[]}' })
})
