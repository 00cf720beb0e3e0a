import t from 'tap'
import { exact, factLines, factsOf } from '../../lib/prefix/facts.js'
import { BadLine } from '../../lib/stream/read-blocks.js'
import { file } from '../helper/records.js'

const plain = file('/a', { size: 7, ino: '12', nlink: 2, mtimeNs: '-5' })
const facts = {
  path: '/a', size: 7, dev: '1', ino: '12', nlink: 2, uid: 1000, mtimeNs: '-5',
  host: undefined, hash: undefined, algo: undefined,
} // prettier-ignore

const json = JSON.stringify(plain)
const { path: _, ...rest } = plain
const bytes64 = Buffer.from('/f\xff', 'latin1')
const digest = { hash: 'ab'.repeat(16), algo: 'md5' }

// prettier-ignore
const cases: [name: string, line: string, want: object][] = [
  ['as dd-walk writes it',      json,                                                    facts],
  ['other spelling',            ` ${json.replace('{"type"', '{ "new":[1], "type"')}`,    facts],
  ['escaped',                   json.replace('/a', '/\\u0061'),                          facts],
  ['a path over ASCII',         json.replace('/a', '/é'),                                { ...facts, path: Buffer.from('/é') }],
  ['path64',                    JSON.stringify({ ...rest, path64: bytes64.toString('base64') }), { ...facts, path: bytes64 }],
  ['a digest',                  JSON.stringify({ ...plain, ...digest }),                 { ...facts, ...digest }],
  ['from another machine',      JSON.stringify({ ...plain, host: 'nas' }),               { ...facts, host: 'nas' }],
]

for (const [name, line, want] of cases)
  t.test(name, async (t) => {
    const bytes = Buffer.from(`${line}\n`)
    const [found, ...others] = [...factLines({ bytes, firstLine: 1 })]
    t.strictSame(others, [])
    t.equal(found!.at, 0)
    t.equal(found!.bytes, bytes.length - 1)
    const { path, ...told } = found!.facts
    t.strictSame({ ...told, path: Buffer.from(path) }, { ...want, path: pathOf(want) })
  })

function pathOf(facts: object): Buffer {
  return Buffer.from((facts as { path: string | Buffer }).path)
}

t.test('lines stand where they say, blank ones are skipped', async (t) => {
  const text = `${json}\n\n  \n ${json}\n${json}\n`
  const bytes = Buffer.from(text)
  const found = [...factLines({ bytes, firstLine: 1 })]
  const at = (line: { at: number; bytes: number }) =>
    bytes.toString('utf8', line.at, line.at + line.bytes)
  t.strictSame(found.map(at), [json, ` ${json}`, json])
})

for (const [what, line, reason] of [
  ['no JSON', 'x', /JSON/],
  ['no file', '{"type":"empty"}', /"type"/],
  ['no size', json.replace('"size":7,', ''), /"size"/],
] as const)
  t.test(`${what}: the line is named`, async (t) => {
    const bytes = Buffer.from(`${json}\n\n${line}\n`)
    try {
      t.fail(`${[...factLines({ bytes, firstLine: 40 })].length} lines`)
    } catch (error) {
      t.ok(error instanceof BadLine)
      t.equal((error as BadLine).line, 42)
      t.match((error as BadLine).reason, reason)
    }
  })

t.test('a block that is too long to be scanned', async (t) => {
  const count = Math.ceil(2 ** 20 / json.length) + 1
  const bytes = Buffer.from(`${json}\n`.repeat(count))
  const found = [...factLines({ bytes, firstLine: 1 })]
  t.equal(found.length, count)
  t.equal(found.at(-1)!.at, (count - 1) * (json.length + 1))
  t.strictSame(found.at(-1)!.facts, { ...facts, path: Buffer.from('/a') })
})

t.test('what a record says', async (t) => {
  t.strictSame(factsOf(plain), { ...facts, path: Buffer.from('/a') })
})

t.test('what must be true of it', async (t) => {
  const ino = '18446744073709551615'
  const wanted = { size: 7, ino: BigInt(ino), mtimeNs: -5n }
  t.strictSame(exact(factsOf({ ...plain, ino })), wanted)
})
