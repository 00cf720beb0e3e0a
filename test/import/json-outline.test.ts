import { Tokenizer } from '@streamparser/json'
import t from 'tap'
import { JsonOutline } from '../../lib/import/json-outline.js'

function seen(text: string) {
  const outline = new JsonOutline({ tool: 'jdupes', top: 'object', key: 'matchSets' })
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
