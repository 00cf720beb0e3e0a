import t from 'tap'
import { readFiles } from '../../lib/group/read-files.js'
import type { Place } from '../../lib/group/write-frame.js'
import { BadRecord } from '../../lib/record/shape.js'
import { file } from '../helper/records.js'

const HASH = { hash: 'aa', algo: 'sha1' }

/** What becomes of the lines: names, and what is kept of each line. */
function read(
  lines: string,
  asMembers = false,
): { names: string[]; kept: string[]; count: number } {
  const names: string[] = []
  const kept: string[] = []
  const block = { bytes: Buffer.from(lines), firstLine: 11 }
  const count = readFiles(block, asMembers, ({ name }, place) => {
    names.push(Buffer.from(name, 'latin1').toString())
    kept.push(lineAt(place))
  })
  return { names, kept, count }
}

function lineAt({ bytes, from, to, cutFrom, cutTo }: Place): string {
  return bytes.toString('utf8', from, cutFrom) + bytes.toString('utf8', cutTo, to)
}

const plain = JSON.stringify(file('/é', HASH))
const escaped = JSON.stringify(file('/b\n', HASH))
const spaced = ` ${JSON.stringify(file('/c', HASH), null, 1).replaceAll('\n', '')} \r`
const odd = plain.replace('"size":', '"big":12345678901234567890,"size":')
const all = [plain, escaped, spaced, odd]
const names = ['/é', '/b\n', '/c', '/é']

t.test('lines are passed on as they came', async (t) => {
  const found = read(`${all.join('\n')}\n`)
  t.strictSame(found, { names, kept: all.map((line) => `${line}\n`), count: 4 })
})

t.test('members have no hash, no algo and no line feed; all else is as it was', async (t) => {
  const found = read(`${all.join('\n')}\n`, true)
  t.strictSame(found.names, names)
  for (const [i, member] of found.kept.entries()) {
    const { hash, algo, ...rest } = JSON.parse(all[i]!)
    t.strictSame(JSON.parse(member), rest)
    t.equal(member, member.trim())
  }
  t.match(found.kept[3], '"big":12345678901234567890,')
})

t.test('blank lines are no records, and are counted as lines', async (t) => {
  t.equal(read(`\n${plain}\n \t\n${plain}\n\n`).count, 2)
  t.throws(() => read(`\n${plain}\n \nx\n`), { message: 'line 14: not JSON' })
})

t.test('where the name stands', async (t) => {
  const places: Place[] = []
  const block = { bytes: Buffer.from(`${plain}\n${escaped}\n`), firstLine: 1 }
  readFiles(block, false, (_, place) => places.push(place))
  const [scanned, parsed] = places
  const start = scanned!.from + scanned!.nameAt
  t.equal(block.bytes.toString('utf8', start, start + 3), '/é')
  t.equal(parsed!.nameAt, -1)
})

// prettier-ignore
const bad: [what: string, line: string, says: string][] = [
  ['no JSON',      '{"type":"file"',                            'line 12: not JSON'],
  ['no object',    '[1]',                                       'line 12: expected a JSON object'],
  ['another type', JSON.stringify({ ...file('/a'), type: 'x' }), 'line 12: field "type": expected "file"'],
  ['no size',      JSON.stringify({ ...file('/a'), size: null }), 'line 12: field "size": expected a whole number'],
]

for (const [what, line, says] of bad)
  t.test(`${what} is an error that names the line`, async (t) => {
    t.throws(() => read(`${plain}\n${line}\n${plain}\n`), { message: says })
  })

t.test('what its taker refuses is an error that names the line', async (t) => {
  for (const line of all) {
    const block = { bytes: Buffer.from(`\n${line}\n`), firstLine: 5 }
    const refuse = () => {
      throw new BadRecord('hash', 'a digest')
    }
    t.throws(() => readFiles(block, false, refuse), {
      line: 6,
      message: 'line 6: field "hash": expected a digest',
    })
  }
})

t.test('other errors of its taker pass through', async (t) => {
  const full = new Error('no space')
  const fail = () => {
    throw full
  }
  t.throws(() => readFiles({ bytes: Buffer.from(`${plain}\n`), firstLine: 5 }, false, fail), full)
})

t.test('a line of many megabytes is read, too', async (t) => {
  const long = JSON.stringify({ ...file('/a', HASH), more: 'x'.repeat(5e6) })
  const name = JSON.stringify(file(`/${'x'.repeat(5e6)}`, HASH))
  const found = read(`${plain}\n${long}\n${name}\n${plain}\n`)
  t.strictSame(
    found.kept.map((line) => line.length),
    [plain, long, name, plain].map((line) => line.length + 1),
  )
})
