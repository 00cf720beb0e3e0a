import t from 'tap'
import { sniff } from '../../lib/import/sniff.js'
import { chunksOf, collect } from '../helper/bytes.js'

// prettier-ignore
const cases: [name: string, text: string, want: 'jdupes' | 'records'][] = [
  ['jdupes as it prints',              '{\n  "jdupesVersion": "1.21.3",\n',        'jdupes'],
  ['jdupes on one line',               '{"jdupesVersion":"1.21.3","matchSets":[]}', 'jdupes'],
  ['jdupes with sorted keys',          '{"commandLine":"jdupes","matchSets":[]}',  'jdupes'],
  ['only its sets',                    '{"matchSets":[]}',                         'jdupes'],
  ['blanks before',                    '\n\n \t{ "matchSets" : []}',               'jdupes'],
  ['a record',                         '{"type":"group"}\n',                       'records'],
  ['a record with a key like jdupes\'', '{"type":"group","matchSets":[]}\n',       'records'],
  ['a key that only begins like it',   '{"matchSetsX":[]}\n',                      'records'],
  ['blank lines, then a record',       '\n\n{"type":"group"}\n',                   'records'],
  ['nothing',                          '',                                         'records'],
  ['blanks only',                      ' \n\n',                                    'records'],
  ['an array',                         '[{"matchSets":[]}]',                       'records'],
  ['an empty object',                  '{}\n',                                     'records'],
  ['rubbish',                          '\x7fELF\x00',                              'records'],
  ['rubbish after a brace',            '{\xff',                                    'records'],
  ['an endless row of blanks',         ' '.repeat(200_000) + '{"matchSets":[]}',   'records'],
  ['a brace and no more',              '{',                                        'records'],
  ['half a key',                       '{"matchSe',                                'records'],
]

for (const [name, text, want] of cases)
  t.test(`${name}: ${want}`, async (t) => {
    for (const size of [1, 2, 7, 64 * 1024]) {
      if (size < 7 && text.length > 1000) continue
      const { format, bytes } = await sniff(chunksOf(text, size))
      t.equal(format, want, `in chunks of ${size}`)
      t.equal(await collect(bytes), text, 'no byte is lost')
    }
  })

t.test('records over several lines are refused with the line', async (t) => {
  const message = 'line 3: a record has to be on one line (jq -c prints it so)'
  await t.rejects(sniff(chunksOf('\n\n{\n  "type": "group"\n}\n', 3)), { message })
})

t.test('who stops reading early stops the source', async (t) => {
  let stopped = false
  async function* source() {
    try {
      for (;;) yield Buffer.from('{"type":1}\n')
    } finally {
      stopped = true
    }
  }
  const { bytes } = await sniff(source())
  for await (const _ of bytes) break
  t.equal(stopped, true)
})
