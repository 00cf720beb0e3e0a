import t from 'tap'
import type { FileRecord } from '../../lib/record/file.js'
import { Chains } from '../../lib/sort/chains.js'
import { Classes } from '../../lib/prefix/classes.js'
import { Files } from '../../lib/prefix/files.js'
import { Findings } from '../../lib/prefix/findings.js'
import { CLASSES, foundLines, type ClassName } from '../../lib/prefix/found-lines.js'
import type { Found } from '../../lib/prefix/found-records.js'
import { blockLooker } from '../../lib/prefix/look-block.js'
import { parseEmpty } from '../../lib/record/empty.js'
import { parseGroup } from '../../lib/record/group.js'
import { parsePartial } from '../../lib/record/partial.js'
import { CountedReads } from '../helper/counted-reads.js'
import { file } from '../helper/records.js'
import { WORK } from '../helper/remembered.js'

const NOTHING: Found = { empties: [], partials: [], groups: [] }
const ALL = new Set(CLASSES)

/** Lines that were found; files 1 and 2 are equal, as are all of `twins` with the first of them. */
function told(
  input: readonly string[],
  found: Partial<Found>,
  twins: readonly number[] = [],
  wanted: ReadonlySet<ClassName> = ALL,
): string[] {
  const files = new Files()
  const bytes = Buffer.from(input.map((line) => `${line}\n`).join(''))
  const looked = blockLooker(new CountedReads([]), { ...WORK, reads: false })(
    { bytes, firstLine: 1 },
    true,
  )
  files.add(looked, files.lines.append(bytes))
  const findings = new Findings(files.count)
  for (const twin of twins.slice(1)) findings.join(twins[0]!, twin)
  const classes = new Classes(files, new Chains(files.count), findings)
  const batches = [...foundLines({ ...NOTHING, ...found }, files, classes, wanted)]
  return batches.flat().map((line) => Buffer.from(line, 'latin1').toString())
}

const json = (path: string, fields: Partial<FileRecord> = {}) =>
  JSON.stringify(file(path, { size: 9, ino: path.slice(1).length + '1', ...fields }))
const partial = {
  file: 0,
  path: '/part',
  whole: 1,
  wholePath: '/a',
  bytes: 5,
  confidence: 'high',
  hints: ['same-dir', 'most'],
} as const
const [part, a, b] = [json('/part', { size: 5 }), json('/a'), json('/b')] as [
  string,
  string,
  string,
]

t.test('an empty file', async (t) => {
  const [line] = told([json('/e', { size: 0 })], { empties: [{ file: 0, path: '/e' }] })
  t.equal(line, `{"type":"empty","file":${json('/e', { size: 0 })}}`)
  t.doesNotThrow(() => parseEmpty(JSON.parse(line!)))
})

t.test('a partial', async (t) => {
  const [line] = told([part, a], { partials: [partial] })
  t.equal(
    line,
    `{"type":"partial","file":${part},"of":${a},"bytes":5,"confidence":"high","hints":["same-dir","most"]}`,
  )
  t.doesNotThrow(() => parsePartial(JSON.parse(line!)))
})

t.test('a partial, and all copies of the whole, by path', async (t) => {
  const [line] = told([part, b, a], { partials: [partial] }, [1, 2])
  t.ok(line!.includes(`"of":${a},`))
  t.ok(line!.endsWith(`,"copies":[${a},${b}]}`))
  t.doesNotThrow(() => parsePartial(JSON.parse(line!)))
})

const hex = 'ab'.repeat(16)
const md5 = { hash: hex, algo: 'md5' } as const
const group = { head: 0, partial: undefined } as const

// prettier-ignore
const groups: [name: string, members: string[], start: string, files?: string[]][] = [
  ['no digests',                        [a, b],                                                 '{"type":"group","size":9,"files":['],
  ['a digest of all is taken out',      [json('/a', md5), json('/b', md5)],                     `{"type":"group","size":9,"hash":"${hex}","algo":"md5","files":[`, [a, b]],
  ['one has none: it stays',            [json('/a', md5), b],                                   '{"type":"group","size":9,"files":['],
  ['the first has none',                [a, json('/b', md5)],                                   '{"type":"group","size":9,"files":['],
  ['of two kinds',                      [json('/a', md5), json('/b', { ...md5, algo: 'xxh128' })], '{"type":"group","size":9,"files":['],
  ['of no kind',                        [json('/a', { hash: hex }), json('/b', { hash: hex })], '{"type":"group","size":9,"files":['],
  ['heads stay',                        [json('/a', { head: hex, headBytes: 9 }), json('/b', { head: hex, headBytes: 9 })], '{"type":"group","size":9,"files":['],
]

for (const [name, members, start, files = members] of groups)
  t.test(`a group: ${name}`, async (t) => {
    const [line] = told(members, { groups: [group] }, [0, 1])
    t.equal(line, `${start}${files.join(',')}]}`)
    t.doesNotThrow(() => parseGroup(JSON.parse(line!)))
  })

t.test('a group of beginnings says so', async (t) => {
  const [line] = told([a, b], { groups: [{ head: 0, partial: 'low' }] }, [0, 1])
  t.equal(line, `{"type":"group","size":9,"partial":"low","files":[${a},${b}]}`)
})

const { path: _, ...bare } = file('/x', { size: 9 })
const path64 = Buffer.from('/\xff', 'latin1').toString('base64')

// prettier-ignore
const spellings: [name: string, line: string][] = [
  ['over ASCII',                 json('/é😀')],
  ['quotes and backslashes',     json('/a"\\b')],
  ['newlines',                   json('/a\nb')],
  ['bytes that are not UTF-8',   JSON.stringify({ ...bare, path64 })],
  ['fields that we do not know', JSON.stringify({ ...file('/n'), new: { hash: 'x', big: [1e300, '\u2603'] } })],
  ['numbers as they came',       json('/n').replace('"size":9', '"size":9.0e0')],
  ['blanks',                     ` ${json('/n').replaceAll(',', ' , ')} `],
]

for (const [name, line] of spellings)
  t.test(`passed on as it came: ${name}`, async (t) => {
    const [empty] = told([line], { empties: [{ file: 0, path: '' }] })
    t.equal(empty, `{"type":"empty","file":${line}}`)
  })

t.test('a digest is taken out of a record with unknown fields, and nothing else', async (t) => {
  const strange = (path: string) =>
    json(path, { ...md5, new: { hash: 1, algo: 2 } } as Partial<FileRecord>)
  const [line] = told([strange('/a'), strange('/b')], { groups: [group] }, [0, 1])
  const [first] = JSON.parse(line!).files
  t.strictSame(first.new, { hash: 1, algo: 2 })
  t.notOk('hash' in first)
})

for (const wanted of [
  [],
  ['empty'],
  ['partial'],
  ['group'],
  ['empty', 'group'],
  [...CLASSES],
] as ClassName[][])
  t.test(`wanted: ${wanted.join(', ') || 'nothing'}`, async (t) => {
    const found: Found = {
      empties: [{ file: 0, path: '/part' }],
      partials: [partial],
      groups: [{ head: 1, partial: undefined }],
    }
    const lines = told([part, a, b], found, [1, 2], new Set(wanted))
    t.strictSame(
      lines.map((line) => JSON.parse(line).type),
      wanted,
    )
  })

t.test('many lines come in batches', async (t) => {
  const empties = Array.from({ length: 1000 }, () => ({ file: 0, path: '/a' }))
  t.equal(told([a], { empties }).length, 1000)
})
