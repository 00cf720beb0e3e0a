import { Tokenizer } from '@streamparser/json'
import t from 'tap'
import { JsonOutline, type Shape } from '../../lib/import/json-outline.js'

function seen(text: string, shape: Shape = { tool: 'jdupes', top: 'object', key: 'matchSets' }) {
  const outline = new JsonOutline(shape)
  const tokens = new Tokenizer({ separator: '' })
  tokens.onToken = (token) => outline.see(token)
  return () => tokens.write(text)
}

const good = [
  '{"matchSets":[]}',
  '{"jdupesVersion":"1","matchSets":[{"fileSize":1,"fileList":[]}]}',
  '{"matchSets":[1],"matchSets":[]}',
  '{"a":{"b":[{}]},"matchSets":[]}',
  '{"a":"matchSets","matchSets":[],"z":[["matchSets"]]}',
  '{"matchSets":[]}{"matchSets":[]}\n{"matchSets":[]}',
]

for (const text of good)
  t.test(`${text} is jdupes'`, async (t) => {
    t.doesNotThrow(seen(text))
  })

const bad = [
  '{}',
  '{"type":"group"}',
  '{"matchSets":null}',
  '{"matchSets":{}}',
  '{"matchSets":"x"}',
  '{"a":{"matchSets":[]}}',
  '{"a":"matchSets"}',
  '{"matchSets":[],"matchSets":7}',
  '{"matchSets":[]}[]',
  '{"matchSets":[]}{"type":"group"}',
  '[]',
  '"x"',
]

for (const text of bad)
  t.test(`${text} is not`, async (t) => {
    t.throws(seen(text), { message: /^field "matchSets": expected / })
  })

const [bySize, list]: Shape[] = [
  { tool: 'x', top: 'object' },
  { tool: 'x', top: 'array' },
]

// prettier-ignore
const others: [text: string, shape: Shape | undefined, want: string | undefined][] = [
  ['{}',                    bySize, undefined],
  ['{"6":[],"7":[[{}]]}',   bySize, undefined],
  ['{"6":[],"7":"x"}',      bySize, 'field "7": expected an array'],
  ['{"6":{}}',              bySize, 'field "6": expected an array'],
  ['[]',                    bySize, 'field "document": expected a document of x'],
  ['[]',                    list,   undefined],
  ['[7,{"a":"b"}]',         list,   undefined],
  ['{}',                    list,   'field "document": expected a document of x'],
]

for (const [text, shape, message] of others)
  t.test(`${text} as an ${shape?.top}`, async (t) => {
    if (message === undefined) t.doesNotThrow(seen(text, shape))
    else t.throws(seen(text, shape), { message })
  })
