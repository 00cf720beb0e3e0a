import t from 'tap'
import { RmlintMender } from '../../lib/import/rmlint-mender.js'
import { CHUNKS, utf8 } from '../helper/foreign.js'

/** What JSON says after it was mended, the bytes of names one character each. */
function mended(latin1: string, chunk: number): unknown {
  const bytes = Buffer.from(latin1, 'latin1')
  const mender = new RmlintMender()
  const parts: Buffer[] = []
  for (let at = 0; at < bytes.length; at += chunk)
    parts.push(mender.mend(bytes.subarray(at, at + chunk)))
  return JSON.parse(Buffer.concat([...parts, mender.end()]).toString('utf8'))
}

// prettier-ignore
const cases: [name: string, text: string, want: unknown][] = [
  ['JSON as it is',                    '[ {"a" : "b" , "c":[1,"d" ]},{} ]', [{ a: 'b', c: [1, 'd'] }, {}]],
  ['escapes',                          '["\\"\\\\\\n\\u000a\\u001b"]',      ['"\\\n\n\x1b']],
  ['bytes that are not UTF-8',         '["\xff\x80"]',                      ['\xff\x80']],
  ['UTF-8, byte by byte',              `["${utf8('é😀')}"]`,                [utf8('é😀')]],
  ['0x1F and other raw characters',    '["a\x1fb\x01\n"]',                  ['a\x1fb\x01\n']],
  ['a raw quote',                      '{"args": "d/a"b -o x",\n "v":"1"}', { args: 'd/a"b -o x', v: '1' }],
  ['raw quotes, in a row',             '{"args": """,\n "v":"1"}',          { args: '"', v: '1' }],
  ['a raw quote before a comma',       '{"args": "a", b",\n "v":"1"}',      { args: 'a", b', v: '1' }],
  ['a raw backslash',                  '["a\\sb\\u12"]',                    ['a\\sb\\u12']],
  ['an escaped quote before a comma',  '["a\\",", "b"]',                    ['a",', 'b']],
  ['the end of a pretty object',       '[{"a":"b"\n}, {\n  "c": "d"\n}]',   [{ a: 'b' }, { c: 'd' }]],
]

for (const [name, text, want] of cases)
  t.test(name, async (t) => {
    for (const chunk of CHUNKS) t.strictSame(mended(text, chunk), want, `by ${chunk}`)
  })

t.test('what is not complete is not made complete', async (t) => {
  for (const text of ['["a', '["a"', '["a\\', '["a",'])
    t.throws(() => mended(text, 1), SyntaxError, text)
})

t.test('line breaks between values stay, so that lines can be counted', async (t) => {
  const mender = new RmlintMender()
  const text = '[\n{\n"a": "b"\n}\n]\n'
  t.equal(mender.mend(Buffer.from(text)).toString() + mender.end().toString(), text)
})
