import t from 'tap'
import { JsonValues, type Found } from '../../lib/import/json-values.js'
import { BadRecord } from '../../lib/record/shape.js'
import { BadLine } from '../../lib/stream/read-blocks.js'
import { CHUNKS } from '../helper/foreign.js'

function found(text: string, chunk = 1e6, check: (found: Found) => void = () => {}): string[] {
  const values: string[] = []
  const reader = new JsonValues({
    tool: 'x',
    top: 'object',
    key: 'sets',
    paths: ['$.sets.*'],
    onValue: (one) => {
      check(one)
      values.push(`${one.line} ${one.key} ${JSON.stringify(one.value)}`)
    },
  })
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += chunk) reader.write(bytes.subarray(at, at + chunk))
  reader.end()
  return values
}

// prettier-ignore
const good: [name: string, text: string, want: string[]][] = [
  ['no document',            '',                                       []],
  ['no values',              '{"sets":[]}',                            []],
  ['values, and their lines', '{"sets":\n[{"a":\n1},"é😀"\n]}\n',       ['3 0 {"a":1}', '3 1 "é😀"']],
  ['several documents',      '{"sets":[1]}\n{"y":[2],"sets":[3]}',     ['1 0 1', '2 0 3']],
]

for (const [name, text, want] of good)
  t.test(name, async (t) => {
    for (const chunk of CHUNKS) t.strictSame(found(text, chunk), want, `by ${chunk}`)
  })

// prettier-ignore
const bad: [name: string, text: string, want: string][] = [
  ['rubbish',             '{"sets":[1\n,x]}',  'line 2: not JSON'],
  ['another document',    '\n{"a":1}',         'line 2: field "sets": expected the sets of x'],
  ['cut short',           '{"sets":[1,\n',     'line 2: the JSON of x was cut short'],
]

for (const [name, text, message] of bad)
  t.test(`${name}: refused`, async (t) => {
    for (const chunk of [1, 1e6]) t.throws(() => found(text, chunk), { message })
  })

t.test('what the receiver throws gets the line, or keeps its own', async (t) => {
  const throwing = (error: Error) => () =>
    found('{"sets":[\n1]}', 1e6, () => {
      throw error
    })
  t.throws(throwing(new BadRecord('a', 'b')), { message: 'line 2: field "a": expected b' })
  t.throws(throwing(new BadLine(7, 'x')), { message: 'line 7: x' })
})
